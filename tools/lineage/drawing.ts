import type { ColumnGraph, ColumnNode } from './column-lineage';
import type { LineageGraph } from './lineage-graph';

/** A graph in a form for drawing programs. */
export interface Drawing {
  readonly shapes: readonly Shape[];
  readonly arrows: readonly Arrow[];
}

export interface Shape {
  readonly id: string;
  /** Lines of the label. */
  readonly lines: readonly string[];
  /** Name of the surrounding box, if any. */
  readonly group?: string;
  /** Whether it is the requested node. */
  readonly isRoot: boolean;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** Whether the arrow is dashed. */
  readonly isDashed: boolean;
}

/** Datasets in one box per layer; dashed arrows are batch reads. */
export function drawingOfDatasets({ nodes, edges }: LineageGraph, root?: string): Drawing {
  return {
    shapes: nodes.map(({ id, name, what, layer }) => ({
      id,
      lines: [name, what],
      group: layer ?? 'topics',
      isRoot: id === root,
    })),
    arrows: edges.map(({ from, to, read }) => ({ from, to, isDashed: read === 'batch' })),
  };
}

/** Columns in one box per dataset; dashed arrows are dependencies other than values. */
export function drawingOfColumns({ nodes, edges, root }: ColumnGraph): Drawing {
  return {
    shapes: nodes.map((node) => ({
      id: node.id,
      lines: [textOf(node)],
      group: node.kind === 'field' ? `topic ${node.dataset}` : node.dataset,
      isRoot: node.id === root,
    })),
    arrows: edges.map(({ from, to, how }) => ({
      from,
      to,
      label: how,
      isDashed: how !== 'same' && how !== 'computed',
    })),
  };
}

function textOf({ kind, name = '' }: ColumnNode): string {
  if (kind === 'rows') return 'rows';
  if (kind === 'rule') return `rule ${name}`;
  return kind === 'unknown' ? `unknown: ${name}` : name;
}
