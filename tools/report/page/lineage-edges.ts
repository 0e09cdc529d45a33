import { element } from './element';

/** A column of the graph on the screen: its left and right edge, and the gaps between its boxes. */
interface Column {
  readonly left: number;
  readonly right: number;
  readonly gaps: readonly number[];
}

/** Draws the edges of the lineage graph, and redraws them whenever its boxes move. */
export function drawLineageEdges(): void {
  const layers = element('.layers');
  new ResizeObserver(() => draw(layers)).observe(layers);
}

function draw(layers: HTMLElement): void {
  const { left, top } = element('.layers .edges').getBoundingClientRect();
  const boxes = [...layers.querySelectorAll<HTMLElement>('.node')].map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return { id: node.dataset.id ?? '', box: new DOMRect(x - left, y - top, width, height) };
  });
  const byId = new Map(boxes.map(({ id, box }) => [id, box] as const));
  const columns = columnsOf(boxes.map(({ box }) => box));
  for (const path of layers.querySelectorAll<SVGPathElement>('.edges path')) {
    const [from, to] = [byId.get(path.dataset.from ?? ''), byId.get(path.dataset.to ?? '')];
    if (from && to) path.setAttribute('d', line(from, to, columns));
  }
}

function columnsOf(boxes: readonly DOMRect[]): Column[] {
  const byLeft = new Map<number, DOMRect[]>();
  for (const box of boxes) {
    const left = Math.round(box.left);
    byLeft.set(left, [...(byLeft.get(left) ?? []), box]);
  }
  return [...byLeft]
    .sort(([one], [other]) => one - other)
    .map(([left, column]) => {
      const sorted = column.sort((one, other) => one.top - other.top);
      const [first, last] = [sorted.at(0) as DOMRect, sorted.at(-1) as DOMRect];
      const between = sorted.slice(1).map((box, index) => (box.top + (sorted[index] as DOMRect).bottom) / 2);
      return {
        left,
        right: Math.max(...sorted.map((box) => box.right)),
        gaps: [first.top - 8, ...between, last.bottom + 8],
      };
    });
}

/** A path from the right of one box to the left of the other, through the gaps of the columns between them. */
function line(from: DOMRect, to: DOMRect, columns: readonly Column[]): string {
  const [startY, endY] = [middle(from), middle(to)];
  if (from.right > to.left) {
    const aside = Math.min(from.left, to.left) - 16;
    return `M${from.left},${startY}C${aside},${startY} ${aside},${endY} ${to.left},${endY}`;
  }
  let [x, y] = [from.right, startY];
  let path = `M${x},${y}`;
  const curveTo = (nextX: number, nextY: number) => {
    const half = (x + nextX) / 2;
    path += `C${half},${y} ${half},${nextY} ${nextX},${nextY}`;
    [x, y] = [nextX, nextY];
  };
  for (const column of columns.filter(({ left, right }) => left > from.right && right < to.left)) {
    const straight = y + ((endY - y) * (column.left - x)) / (to.left - x);
    const gap = column.gaps.reduce((best, each) =>
      Math.abs(each - straight) < Math.abs(best - straight) ? each : best,
    );
    curveTo(column.left, gap);
    path += `H${column.right}`;
    x = column.right;
  }
  curveTo(to.left, endY);
  return path;
}

function middle({ top, height }: DOMRect): number {
  return top + height / 2;
}
