import { instance } from '@viz-js/viz';
import type { LineageEdge, LineageGraph, LineageNode } from '../lineage/lineage-graph';

/** Where everything of a lineage graph is drawn, in pixels from the upper left corner. */
export interface LineageLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export interface PlacedNode extends LineageNode {
  /** A second line below its name. */
  readonly detail: string;
  /** Centre of the box. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge extends LineageEdge {
  /** A line of cubic curves, as the attribute `d` of an SVG path has it. */
  readonly path: string;
}

const NODE_HEIGHT = 46;
/** Widths of a letter of a dataset's name, and of the line below it, as they are drawn. */
const NAME_LETTER = 7.5;
const DETAIL_LETTER = 6.2;
const PADDING = 34;
const MARGIN = 12;
const POINTS_PER_INCH = 72;

interface GraphvizOutput {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos?: string }[];
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly pos: string }[];
}

/**
 * Lays a graph out from left to right with Graphviz, which runs here as WebAssembly.
 *
 * @param details second line of each node, by id
 */
export async function layOutLineage(
  { nodes, edges }: LineageGraph,
  details: ReadonlyMap<string, string>,
): Promise<LineageLayout> {
  const graphviz = await instance();
  const detailOf = ({ id }: LineageNode) => details.get(id) ?? '';
  const widths = new Map(
    nodes.map((node) => {
      const text = Math.max(node.name.length * NAME_LETTER, detailOf(node).length * DETAIL_LETTER);
      return [node.id, round(text + PADDING)] as const;
    }),
  );
  const output = graphviz.renderJSON({
    directed: true,
    graphAttributes: { rankdir: 'LR', nodesep: 0.18, ranksep: 0.6 },
    nodeAttributes: { shape: 'box', fixedsize: true, height: NODE_HEIGHT / POINTS_PER_INCH, label: '' },
    edgeAttributes: { arrowhead: 'none' },
    nodes: nodes.map(({ id }) => ({
      name: id,
      attributes: { width: (widths.get(id) ?? 0) / POINTS_PER_INCH },
    })),
    edges: edges.map(({ from, to }) => ({ tail: from, head: to })),
    subgraphs: columnsOf(nodes, edges).map((column) => ({
      graphAttributes: { rank: 'same' },
      nodes: column.map((name) => ({ name })),
    })),
  }) as GraphvizOutput;
  const [, , width, height] = numbers(output.bb) as [number, number, number, number];
  // Graphviz counts from the lower left corner.
  const place = ([x = 0, y = 0]: readonly number[]) =>
    [round(x + MARGIN), round(height - y + MARGIN)] as const;
  const objects = output.objects ?? [];
  const positions = new Map(objects.map(({ name, pos }) => [name, place(numbers(pos ?? '0,0'))] as const));
  const paths = new Map(
    (output.edges ?? []).map(({ tail, head, pos }) => [
      `${objects[tail]?.name}\n${objects[head]?.name}`,
      pathOf(pos.split(' ').map((point) => place(numbers(point)))),
    ]),
  );
  return {
    width: round(width + 2 * MARGIN),
    height: round(height + 2 * MARGIN),
    nodes: nodes.map((node) => {
      const [x, y] = positions.get(node.id) ?? [0, 0];
      return { ...node, detail: detailOf(node), x, y, width: widths.get(node.id) ?? 0, height: NODE_HEIGHT };
    }),
    edges: edges.map((edge) => ({ ...edge, path: paths.get(`${edge.from}\n${edge.to}`) ?? '' })),
  };
}

/** Topics, what reads them, and what reads that stand in a column each; what comes after finds its place by itself. */
function columnsOf(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): string[][] {
  const readersOf = (read: readonly string[]) => [
    ...new Set(edges.filter(({ from }) => read.includes(from)).map(({ to }) => to)),
  ];
  const topics = nodes.filter(({ kind }) => kind === 'topic').map(({ id }) => id);
  const streams = readersOf(topics);
  return [topics, streams, readersOf(streams)];
}

/** The first point begins the line; each three that follow are one curve. */
function pathOf([first, ...others]: readonly (readonly [number, number])[]): string {
  if (first === undefined) return '';
  return `M${first.join(',')}C${others.map((point) => point.join(',')).join(' ')}`;
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
