import { readCondition } from '../../constructs/medallion/sources/sql';
import type { Manifest, ManifestDataset } from '../artefacts/manifest';
import { didYouMean } from '../terminal/suggestion';
import { UserError } from '../terminal/user-error';
import type { Origin } from './column-value';
import { type DatasetColumns, datasetColumns, type PipelineCode } from './dataset-columns';
import type { RowUse } from './frame';
import type { Directions } from './lineage-graph';

/** A column, or an origin or use of a column. */
export interface ColumnNode {
  readonly id: string;

  /** `field` is a field of a topic's messages, `rows` the selection of a dataset's rows, `unknown` an untraceable part. */
  readonly kind: 'column' | 'field' | 'rows' | 'rule' | 'unknown';

  /** The dataset or topic it belongs to. */
  readonly dataset: string;

  /** Column, field, rule, or the reason why it cannot be traced; undefined for `rows`. */
  readonly name?: string;

  /** Spark SQL type of a column. */
  readonly type?: string;
  readonly layer?: string;
}

/** Kind of dependency; `same` is an unchanged value, `computed` a derived one. */
export type ColumnUse = 'same' | 'computed' | RowUse | 'unknown';

export interface ColumnEdge {
  readonly from: string;
  readonly to: string;
  readonly how: ColumnUse;
}

/** A column with all its origins and uses. */
export interface ColumnGraph {
  /** ID of the requested column. */
  readonly root: string;
  readonly nodes: readonly ColumnNode[];
  readonly edges: readonly ColumnEdge[];
}

/** Origins and uses of the columns of a pipeline, traced through the code of its datasets. */
export class ColumnLineage {
  private readonly datasets: ReadonlyMap<string, ManifestDataset>;
  private readonly byId = new Map<string, ColumnNode>();
  private readonly allEdges: ColumnEdge[] = [];

  constructor(manifest: Manifest, code: PipelineCode) {
    this.datasets = new Map(manifest.datasets.map((dataset) => [dataset.name, dataset] as const));
    for (const [name, columns] of datasetColumns(manifest, code)) {
      const dataset = this.datasets.get(name);
      if (dataset) this.add(dataset, columns);
    }
  }

  /** Every column, and all other nodes that a column depends on or that depend on a column. */
  get nodes(): readonly ColumnNode[] {
    return [...this.byId.values()];
  }

  get edges(): readonly ColumnEdge[] {
    return this.allEdges;
  }

  /**
   * A column with its origins and uses in the given directions.
   *
   * @throws UserError if the column does not exist, with a suggestion
   */
  around(dataset: string, column: string, { up, down }: Directions): ColumnGraph {
    const names = this.datasets.get(dataset)?.columns.map(({ name }) => name) ?? [];
    const name = names.find((each) => each.toLowerCase() === column.toLowerCase());
    if (name === undefined) {
      throw new UserError(
        names.length === 0
          ? `${dataset.replace(/^topic:/, '')} is a topic and has no columns: use a column of the table that reads it.`
          : `${dataset} has no column '${column}'.${didYouMean(column, names) || ` Its columns are ${names.join(', ')}.`}`,
      );
    }
    const root = idOf(dataset, name);
    const edges = new Set([
      ...(up ? this.reached(root, 'up') : []),
      ...(down ? this.reached(root, 'down') : []),
    ]);
    const ids = new Set([root, ...[...edges].flatMap(({ from, to }) => [from, to])]);
    return {
      root,
      nodes: this.nodes.filter(({ id }) => ids.has(id)),
      edges: this.edges.filter((edge) => edges.has(edge)),
    };
  }

  private add(dataset: ManifestDataset, { columns, rows }: DatasetColumns): void {
    const { name, layer, columns: declared, inputs } = dataset;
    for (const { name: column, type } of declared) {
      this.node({ id: idOf(name, column), kind: 'column', dataset: name, name: column, type, layer });
    }
    for (const [column, { origins, isSame, gaps }] of columns) {
      const to = idOf(name, column);
      for (const origin of origins) {
        this.edge(this.origin(origin), to, isSame ? 'same' : 'computed');
      }
      for (const gap of gaps) this.edge(this.unknown(dataset, gap), to, 'unknown');
    }
    for (const { how, value } of rows) {
      const to = this.rows(name);
      for (const origin of value.origins) this.edge(this.origin(origin), to, how);
    }
    this.addRules(dataset);
    const values = [...columns.values(), ...rows.map(({ value }) => value)];
    const gaps = new Set(values.flatMap((value) => value.gaps));
    // Untraceable code may use any column that the dataset reads.
    for (const gap of gaps) {
      for (const input of inputs) {
        const read = this.datasets.get(input.dataset)?.columns ?? [];
        for (const { name: column } of read) {
          this.edge(idOf(input.dataset, column), this.unknown(dataset, gap), 'unknown');
        }
      }
    }
  }

  private addRules({ name, layer, expectations }: ManifestDataset): void {
    for (const { name: rule, rule: condition, action } of expectations) {
      const text = `${rule} (${action})`;
      const to = this.node({ id: `${name}: ${text}`, kind: 'rule', dataset: name, name: text, layer });
      for (const column of readCondition(condition).columns) {
        const from = [...this.byId.keys()].find(
          (id) => id.toLowerCase() === idOf(name, column).toLowerCase(),
        );
        if (from !== undefined) this.edge(from, to, 'rule');
      }
    }
  }

  private origin({ node, column }: Origin): string {
    if (column === undefined) return this.rows(node);
    const id = idOf(node, column);
    if (!this.byId.has(id))
      this.node({ id, kind: 'field', dataset: node.replace(/^topic:/, ''), name: column });
    return id;
  }

  private rows(dataset: string): string {
    const layer = this.datasets.get(dataset)?.layer;
    return this.node({ id: `${dataset} (rows)`, kind: 'rows', dataset, layer });
  }

  private unknown({ name, transform, query, notebook }: ManifestDataset, gap: string): string {
    const reason = `${gap} (${transform?.file ?? query?.file ?? notebook})`;
    return this.node({ id: `${name}: ${reason}`, kind: 'unknown', dataset: name, name: reason });
  }

  private node(node: ColumnNode): string {
    if (!this.byId.has(node.id)) this.byId.set(node.id, node);
    return node.id;
  }

  private edge(from: string, to: string, how: ColumnUse): void {
    const isKnown = this.edges.some((edge) => edge.from === from && edge.to === to && edge.how === how);
    if (!isKnown) this.allEdges.push({ from, to, how });
  }

  /** Edges on all paths from a column; paths end at nodes that are not columns, such as rules. */
  private reached(root: string, way: 'up' | 'down'): ColumnEdge[] {
    const found: ColumnEdge[] = [];
    const seen = new Set([root]);
    const waiting = [root];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const [near, far] = way === 'up' ? (['to', 'from'] as const) : (['from', 'to'] as const);
      for (const edge of this.edges.filter((each) => each[near] === id)) {
        found.push(edge);
        if (seen.has(edge[far])) continue;
        seen.add(edge[far]);
        // Anything beyond an unknown node would be a guess.
        if (this.byId.get(edge[far])?.kind === 'column') waiting.push(edge[far]);
      }
    }
    return found;
  }
}

function idOf(dataset: string, column: string): string {
  return `${dataset}.${column}`;
}
