import type { ColumnGraph, ColumnNode } from './column-lineage';
import type { LineageGraph } from './lineage-graph';

/** A graph as something that a program draws. */
export interface Drawing {
  readonly shapes: readonly Shape[];
  readonly arrows: readonly Arrow[];
}

export interface Shape {
  readonly id: string;
  /** Lines of its text. */
  readonly lines: readonly string[];
  /** Name of the box around it; nothing if it is in no box. */
  readonly group?: string;
  /** Whether it is what was asked for. */
  readonly isRoot: boolean;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** Whether it is drawn dashed. */
  readonly isDashed: boolean;
}

/** Datasets, a box around each layer; an arrow is dashed where all rows are read, and not only new ones. */
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

/** Columns, a box around those of a dataset; an arrow is dashed where it does not say how a value is made. */
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
