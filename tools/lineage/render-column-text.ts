import type { ManifestDataset } from '../artefacts/manifest';
import type { Paint } from '../terminal/style';
import type { ColumnEdge, ColumnGraph, ColumnNode, ColumnUse } from './column-lineage';
import type { Directions } from './lineage-graph';
import { ABOVE, section } from './render-text';
import { type Branch, treeLines } from './text-tree';

/** Descriptions of how rows depend on a column. */
const ROWS_BY: Readonly<Partial<Record<ColumnUse, string>>> = {
  filter: 'filtered by it',
  join: 'joined by it',
  group: 'grouped by it',
  deduplicate: 'deduplicated by it',
  order: 'ordered by it',
  watermark: 'dropped if late by it',
  compare: 'compared by it',
  key: 'identified by it',
  version: 'versioned by it',
  rule: 'dropped by a rule on it',
};

/** Renders a column for the terminal with its origins and uses. */
export function renderColumn(
  graph: ColumnGraph,
  { name, columns }: ManifestDataset,
  { up, down }: Directions,
  paint: Paint,
): string {
  const root = graph.nodes.find(({ id }) => id === graph.root);
  const column = columns.find((each) => each.name === root?.name);
  const tree = (branches: (id: string) => readonly Branch[]) =>
    treeLines(graph.root, branches, paint('dim', ABOVE));
  const sections = [
    [`${paint('bold', `${name}.${root?.name}`)}  ${paint('dim', column?.type ?? '')}`, column?.comment ?? ''],
    ...(up
      ? [
          section(
            'comes from',
            tree((id) => sources(id, graph, paint)),
            'no column (constant)',
            paint,
          ),
        ]
      : []),
    ...(down
      ? [
          section(
            'used by',
            tree((id) => uses(id, graph, paint)),
            'nothing in this pipeline',
            paint,
          ),
        ]
      : []),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

function sources(id: string, { nodes, edges }: ColumnGraph, paint: Paint): Branch[] {
  // Upstream paths end at rows; their dependencies are shown in the usage direction.
  const isColumn = nodes.some((node) => node.id === id && node.kind === 'column');
  return grouped(isColumn ? edges.filter(({ to }) => to === id) : [], 'from', nodes).map(({ node, how }) => {
    const way = how.includes('same') ? 'same as' : 'computed from';
    return {
      id: node.id,
      text: node.kind === 'unknown' ? unknown(node, paint) : `${paint('dim', way)} ${nameOf(node)}`,
    };
  });
}

function uses(id: string, { nodes, edges }: ColumnGraph, paint: Paint): Branch[] {
  const isColumn = nodes.some((node) => node.id === id && node.kind === 'column');
  return grouped(isColumn ? edges.filter(({ from }) => from === id) : [], 'to', nodes).map(
    ({ node, how }) => {
      switch (node.kind) {
        case 'unknown':
          return { id: node.id, text: unknown(node, paint) };
        case 'rows': {
          const ways = how.flatMap((each) => ROWS_BY[each] ?? []);
          return { id: node.id, text: `${nameOf(node)}${paint('dim', `: ${ways.join(', ')}`)}` };
        }
        case 'rule':
          return { id: node.id, text: nameOf(node) };
        default:
          return {
            id: node.id,
            text: `${nameOf(node)}${paint('dim', how.includes('same') ? ', the same' : ', computed')}`,
          };
      }
    },
  );
}

/** The nodes at the other end of the edges, each once with all its kinds of dependency. */
function grouped(
  edges: readonly ColumnEdge[],
  end: 'from' | 'to',
  nodes: readonly ColumnNode[],
): { readonly node: ColumnNode; readonly how: ColumnUse[] }[] {
  const ids = [...new Set(edges.map((edge) => edge[end]))];
  return ids.flatMap((id) => {
    const node = nodes.find((each) => each.id === id);
    return node ? [{ node, how: edges.filter((edge) => edge[end] === id).map(({ how }) => how) }] : [];
  });
}

function nameOf({ kind, dataset, name }: ColumnNode): string {
  switch (kind) {
    case 'field':
      return `${name} of topic ${dataset}`;
    case 'rows':
      return `rows of ${dataset}`;
    case 'rule':
      return `rule of ${dataset}: ${name}`;
    default:
      return `${dataset}.${name}`;
  }
}

function unknown({ dataset, name }: ColumnNode, paint: Paint): string {
  return paint('yellow', `? unknown for ${dataset}: ${name}`);
}
