import { describeKind } from '../artefacts/dataset-kind';
import { type DatasetKind, type Manifest, topicsOf } from '../artefacts/manifest';
import { noSuchDataset } from '../artefacts/requested-datasets';
import { UserError } from '../terminal/user-error';

/** A dataset or a Kafka topic. */
export interface LineageNode {
  /** Name of the dataset, or name of the topic with the prefix `topic:`. */
  readonly id: string;
  readonly name: string;
  readonly kind: DatasetKind | 'topic';
  /** Short description. */
  readonly what: string;
  /** Undefined for a topic. */
  readonly layer?: string;
  /** Comment of the dataset; undefined for a topic. */
  readonly comment?: string;
}

/** A read dependency: `to` reads `from`. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  /** Whether only new rows (`stream`) or all rows (`batch`) are read. */
  readonly read: 'stream' | 'batch';
}

/** Directions in which to follow the graph. */
export interface Directions {
  readonly up: boolean;
  readonly down: boolean;
}

/** The ID of a topic in the graph. */
export function topicId(topic: string): string {
  return `topic:${topic}`;
}

/** The dependency graph of a pipeline's datasets and topics. */
export class LineageGraph {
  private readonly byId: ReadonlyMap<string, LineageNode>;

  /** @param nodes in topological order, upstream first */
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
   * The dataset with a name, or else the topic.
   *
   * @throws UserError with a suggestion if neither exists
   */
  find(name: string): LineageNode {
    const found = this.byId.get(name) ?? this.nodes.find((node) => node.name === name);
    if (found) return found;
    const problem = noSuchDataset(
      name,
      this.nodes.map((node) => node.name),
    );
    throw new UserError(`D${problem.slice(1)}`);
  }

  /** The direct inputs of a dataset. */
  above(id: string): LineageNode[] {
    return this.edges.filter(({ to }) => to === id).flatMap(({ from }) => this.byId.get(from) ?? []);
  }

  /** The direct readers of a dataset. */
  below(id: string): LineageNode[] {
    return this.edges.filter(({ from }) => from === id).flatMap(({ to }) => this.byId.get(to) ?? []);
  }

  /** A dataset with everything upstream and downstream in the given directions. */
  around(id: string, { up, down }: Directions): LineageGraph {
    const kept = new Set([id]);
    const above = up ? this.reached(id, (node) => this.above(node)) : new Set<string>();
    const below = down ? this.reached(id, (node) => this.below(node)) : new Set<string>();
    for (const each of [...above, ...below]) kept.add(each);
    // Include edges with both ends upstream or both ends downstream.
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
