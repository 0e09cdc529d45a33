import type { LineageEdge, LineageNode } from '../lineage/lineage-graph';

/** A layer of the graph, or the topics to the left of all layers. */
export interface LineageLayer {
  readonly name: string;
  /** Columns from left to right: a node is to the right of everything it reads within its layer. */
  readonly columns: readonly (readonly LineageNode[])[];
}

/** The layers of the nodes in pipeline order, with each column ordered to keep edge crossings rare. */
export function lineageLayers(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): LineageLayer[] {
  const layerOf = ({ layer }: LineageNode) => layer ?? 'topics';
  const inputs = new Map(
    nodes.map(({ id }) => [id, edges.filter(({ to }) => to === id).map(({ from }) => from)] as const),
  );
  const layers = new Map<string, LineageNode[][]>();
  const columnOf = new Map<string, { readonly layer: string; readonly index: number }>();
  for (const node of nodes) {
    const layer = layerOf(node);
    const columns = layers.get(layer) ?? [];
    const before = (inputs.get(node.id) ?? []).map((input) => columnOf.get(input));
    const index = Math.max(0, ...before.map((column) => (column?.layer === layer ? column.index + 1 : 0)));
    columns[index] = [...(columns[index] ?? []), node];
    layers.set(layer, columns);
    columnOf.set(node.id, { layer, index });
  }
  const heights = new Map<string, number>();
  const heightOfInputs = ({ id }: LineageNode) => {
    const known = (inputs.get(id) ?? []).flatMap((input) => heights.get(input) ?? []);
    return known.length === 0 ? 0 : known.reduce((sum, height) => sum + height, 0) / known.length;
  };
  return [...layers].map(([name, columns]) => ({
    name,
    columns: columns.map((column) => {
      const ordered = [...column].sort((one, other) => heightOfInputs(one) - heightOfInputs(other));
      for (const [index, { id }] of ordered.entries()) heights.set(id, (index + 0.5) / ordered.length);
      return ordered;
    }),
  }));
}
