import type { Paint } from '../terminal/style';
import { tableLines } from '../terminal/table';
import type { Directions, LineageGraph, LineageNode } from './lineage-graph';
import { treeLines } from './text-tree';

/** Marks a node whose subtree is already shown above. */
export const ABOVE = ' (see above)';

/** Renders a dataset for the terminal with its inputs and readers. */
export function renderDataset(
  graph: LineageGraph,
  root: LineageNode,
  { up, down }: Directions,
  paint: Paint,
): string {
  const tree = (next: (id: string) => readonly LineageNode[]) => {
    const branches = (id: string) => next(id).map((node) => ({ id: node.id, text: lineOf(node, paint) }));
    return treeLines(root.id, branches, paint('dim', ABOVE));
  };
  const sections = [
    [
      `${paint('bold', root.name)}  ${paint('dim', describe(root))}`,
      ...(root.comment === undefined ? [] : [root.comment]),
    ],
    ...(up
      ? [
          section(
            'comes from',
            tree((id) => graph.above(id)),
            noneAbove(root),
            paint,
          ),
        ]
      : []),
    ...(down
      ? [
          section(
            'read by',
            tree((id) => graph.below(id)),
            'nothing in this pipeline',
            paint,
          ),
        ]
      : []),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

/** Renders all datasets of a pipeline for the terminal, by layer, each with its inputs. */
export function renderPipeline({ nodes, edges }: LineageGraph, paint: Paint): string {
  const layers = [...new Set(nodes.map(({ layer }) => layer))];
  const names = new Map(nodes.map(({ id, name }) => [id, name] as const));
  const lines = tableLines(
    nodes.map((node) => {
      const inputs = edges.filter(({ to }) => to === node.id).map(({ from }) => names.get(from));
      const kind = node.layer === undefined ? '' : paint('dim', shortKind(node));
      return [`  ${node.name}`, kind, inputs.length > 0 ? `← ${inputs.join(', ')}` : ''];
    }),
    ['left', 'left', 'left'],
  );
  const sections = layers.map((layer) => {
    const ofLayer = lines.filter((_line, index) => nodes[index]?.layer === layer);
    return [paint('bold', layer ?? 'topics'), ...ofLayer].join('\n');
  });
  return sections.join('\n\n');
}

/** A heading with lines below it, or with a text if there are none. */
export function section(heading: string, lines: readonly string[], none: string, paint: Paint): string[] {
  return [paint('bold', heading), ...(lines.length > 0 ? lines : [paint('dim', `   ${none}`)])];
}

function lineOf(node: LineageNode, paint: Paint): string {
  return `${node.name}  ${paint('dim', describe(node))}`;
}

function describe({ layer, what }: LineageNode): string {
  return layer === undefined ? what : `${layer} · ${what}`;
}

/** Kind of a dataset, without the table of a quarantine, which is clear from its name. */
function shortKind({ what }: LineageNode): string {
  return what.replace(/ of \w+$/, '');
}

function noneAbove({ kind }: LineageNode): string {
  return kind === 'topic' ? 'producers outside of this pipeline' : 'no dataset of this pipeline';
}
