import { element } from './element';

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Moves the focus with the arrow keys to the nearest dataset in that direction. */
export function followArrowKeys(): void {
  const graph = element('.layers');
  graph.addEventListener('keydown', (event) => {
    const direction = DIRECTIONS[event.key];
    const focused = document.activeElement?.closest<HTMLElement>('a.node');
    if (direction === undefined || !focused || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    nearest(focused, graph.querySelectorAll<HTMLElement>('a.node'), direction)?.focus();
  });
}

function nearest(from: HTMLElement, nodes: Iterable<HTMLElement>, [right, down]: readonly [number, number]) {
  const [x, y] = centreOf(from);
  const ahead = [...nodes].flatMap((node) => {
    const [across, along] = [centreOf(node)[0] - x, centreOf(node)[1] - y];
    const forward = across * right + along * down;
    // Sideways distance weighs more.
    return forward > 1 ? [{ node, distance: forward + 2 * Math.abs(across * down + along * right) }] : [];
  });
  return ahead.sort((one, other) => one.distance - other.distance)[0]?.node;
}

function centreOf(node: HTMLElement): readonly [number, number] {
  const { x, y, width, height } = node.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}
