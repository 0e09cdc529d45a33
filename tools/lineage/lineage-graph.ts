import { describeKind } from '../artefacts/dataset-kind';
import { type DatasetKind, type Manifest, topicsOf } from '../artefacts/manifest';
import { noSuchDataset } from '../artefacts/requested-datasets';
import { UserError } from '../terminal/user-error';

/** A dataset, or a topic of Kafka. */
export interface LineageNode {
  /** Name of the dataset; of a topic, its name with the prefix `topic:`. */
  readonly id: string;
  readonly name: string;
  readonly kind: DatasetKind | 'topic';
  /** What it is, in a few words. */
  readonly what: string;
  /** Nothing for a topic, which is in no layer. */
  readonly layer?: string;
  /** What a row is; nothing for a topic. */
  readonly comment?: string;
}

/** That one reads the other. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  /** Whether only new rows are read or all rows. */
  readonly read: 'stream' | 'batch';
}

/** Whether to follow a dataset upstream and downstream. */
export interface Directions {
  readonly up: boolean;
  readonly down: boolean;
}

/** The id of a topic in the graph. */
export function topicId(topic: string): string {
  return `topic:${topic}`;
}

/** The datasets of a pipeline, and the topics that they begin with. */
export class LineageGraph {
  private readonly byId: ReadonlyMap<string, LineageNode>;

  /** @param nodes each after everything upstream of it */
  constructor(
    readonly nodes: readonly LineageNode[],
    readonly edges: readonly LineageEdge[],
  ) {
    this.byId = new Map(nodes.map((node) => [node.id, node] as const));
  }

  /** The graph of a pipeline. */
  static of({ datasets }: Manifest): LineageGraph {
    return new LineageGraph(
      [
        ...topicsOf({ datasets }).map((topic) => ({
          id: topicId(topic),
          name: topic,
          kind: 'topic' as const,
          what: 'topic',
        })),
        ...datasets.map((dataset) => {
          const { name, kind, layer, comment } = dataset;
          return { id: name, name, kind, what: describeKind(dataset), layer, comment };
        }),
      ],
      datasets.flatMap(({ name, topic, inputs }): LineageEdge[] => [
        ...(topic === undefined ? [] : [{ from: topicId(topic), to: name, read: 'stream' as const }]),
        ...inputs.map(({ dataset, read }) => ({ from: dataset, to: name, read })),
      ]),
    );
  }

  /**
   * The dataset of a name, or the topic if no dataset has it.
   *
   * @throws UserError with the name that is most like it
   */
  find(name: string): LineageNode {
    const found = this.byId.get(name) ?? this.nodes.find((node) => node.name === name);
    if (found) return found;
    const problem = noSuchDataset(
      name,
      this.nodes.map((node) => node.name),
    );
    throw new UserError(`T${problem.slice(1)}`);
  }

  /** What a dataset reads directly. */
  above(id: string): LineageNode[] {
    return this.edges.filter(({ to }) => to === id).flatMap(({ from }) => this.byId.get(from) ?? []);
  }

  /** What reads a dataset directly. */
  below(id: string): LineageNode[] {
    return this.edges.filter(({ from }) => from === id).flatMap(({ to }) => this.byId.get(to) ?? []);
  }

  /** A dataset with everything upstream and downstream, as the directions say. */
  around(id: string, { up, down }: Directions): LineageGraph {
    const kept = new Set([id]);
    const above = up ? this.reached(id, (node) => this.above(node)) : new Set<string>();
    const below = down ? this.reached(id, (node) => this.below(node)) : new Set<string>();
    for (const each of [...above, ...below]) kept.add(each);
    // An edge belongs to one of the ways: both of its ends are above, or both are below.
    const within = (ids: ReadonlySet<string>) => (end: string) => end === id || ids.has(end);
    return new LineageGraph(
      this.nodes.filter((node) => kept.has(node.id)),
      this.edges.filter(({ from, to }) => [above, below].some((ids) => within(ids)(from) && within(ids)(to))),
    );
  }

  private reached(start: string, next: (id: string) => readonly LineageNode[]): Set<string> {
    const found = new Set<string>();
    const waiting = [start];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      for (const node of next(id)) {
        if (found.has(node.id)) continue;
        found.add(node.id);
        waiting.push(node.id);
      }
    }
    return found;
  }
}
