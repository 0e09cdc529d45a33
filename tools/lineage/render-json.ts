import type { ColumnGraph } from './column-lineage';
import type { LineageGraph } from './lineage-graph';

/** Renders datasets as one JSON object; `root` is the requested dataset, or null for all. */
export function renderDatasetsJson({ nodes, edges }: LineageGraph, root?: string): string {
  const described = nodes.map(({ id, name, kind, layer = null, comment = null }) => ({
    id,
    name,
    kind,
    layer,
    comment,
  }));
  return JSON.stringify({ root: root ?? null, nodes: described, edges }, undefined, 2);
}

/** Renders columns as one JSON object. */
export function renderColumnsJson({ root, nodes, edges }: ColumnGraph): string {
  const described = nodes.map(({ id, kind, dataset, name = null, type = null, layer = null }) => ({
    id,
    kind,
    dataset,
    name,
    type,
    layer,
  }));
  return JSON.stringify({ root, nodes: described, edges }, undefined, 2);
}
