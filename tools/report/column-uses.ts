import type { ColumnEdge, ColumnLineage, ColumnNode } from '../lineage/column-lineage';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';

/** The direct sources and the direct uses of each column of a pipeline. */
export class ColumnUses {
  private readonly nodes: ReadonlyMap<string, ColumnNode>;
  private readonly edges: readonly ColumnEdge[];

  constructor({ nodes, edges }: Pick<ColumnLineage, 'nodes' | 'edges'>) {
    this.nodes = new Map(nodes.map((node) => [node.id, node] as const));
    this.edges = edges;
  }

  /** The sources of a column on one line, and a collapsed list of its uses. */
  of(id: string): Markup {
    const sources = this.grouped(
      this.edges.filter(({ to }) => to === id),
      'from',
    );
    const uses = this.grouped(
      this.edges.filter(({ from }) => from === id),
      'to',
    );
    const isCopy = sources.every(([, how]) => how.includes('same'));
    return html`${
      sources.length === 0
        ? undefined
        : html`<p class="muted">${isCopy ? 'same as' : 'computed from'} ${listed(sources.map(([node]) => nodeText(node)))}</p>`
    }${
      uses.length === 0
        ? undefined
        : html`<details class="muted"><summary>used ${uses.length === 1 ? 'once' : `${uses.length} times`}</summary>${listed(
            uses.map(([node, how]) =>
              node.kind === 'rows' ? html`${nodeText(node)} (${how.join(', ')})` : nodeText(node),
            ),
          )}</details>`
    }`;
  }

  /** The nodes at the other end of the edges, each once with all its kinds of dependency. */
  private grouped(edges: readonly ColumnEdge[], end: 'from' | 'to'): (readonly [ColumnNode, string[]])[] {
    return [...new Set(edges.map((edge) => edge[end]))].flatMap((id) => {
      const node = this.nodes.get(id);
      const how = edges.filter((edge) => edge[end] === id).map((edge) => edge.how);
      return node === undefined ? [] : [[node, how] as const];
    });
  }
}

function nodeText({ kind, id, dataset, name = '' }: ColumnNode): Markup {
  switch (kind) {
    case 'column':
      return html`<a href="#dataset-${id}">${id}</a>`;
    case 'field':
      return html`field ${name} of topic ${dataset}`;
    case 'rows':
      return html`rows of ${datasetLink(dataset)}`;
    case 'rule':
      return html`rule ${name}`;
    case 'unknown':
      return html`possibly more: ${name}`;
  }
}

function listed(items: readonly Markup[]): Markup {
  return html`${items.map((item, index) => html`${index > 0 ? ', ' : ''}${item}`)}`;
}
