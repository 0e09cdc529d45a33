import type { Paint } from '../terminal/style';
import { tableLines } from '../terminal/table';
import type { Directions, LineageGraph, LineageNode } from './lineage-graph';
import { treeLines } from './text-tree';

/** Marks a line whose branches are shown further above. */
export const ABOVE = ' (see above)';

/** A dataset as people read it on a terminal: what it is, what it comes from and what is made of it. */
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
            'is read by',
            tree((id) => graph.below(id)),
            'nothing in this pipeline',
            paint,
          ),
        ]
      : []),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

/** All datasets of a pipeline as people read them on a terminal, layer by layer, each with what it reads. */
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

/** A heading with lines below it, or with the reason why there are none. */
export function section(heading: string, lines: readonly string[], none: string, paint: Paint): string[] {
  return [paint('bold', heading), ...(lines.length > 0 ? lines : [paint('dim', `   ${none}`)])];
}

function lineOf(node: LineageNode, paint: Paint): string {
  return `${node.name}  ${paint('dim', describe(node))}`;
}

function describe({ layer, what }: LineageNode): string {
  return layer === undefined ? what : `${layer} · ${what}`;
}

/** What a dataset is, without the name of the one that a quarantine belongs to: its own name says that. */
function shortKind({ what }: LineageNode): string {
  return what.replace(/ of \w+$/, '');
}

function noneAbove({ kind }: LineageNode): string {
  return kind === 'topic' ? 'outside: whoever sends to the topic' : 'no dataset of this pipeline';
}
