/** Zoom of the graph: bounds, and the factor of one step. */
const SMALLEST = 0.25;
const LARGEST = 2.5;
const STEP = 1.25;
/** Names are hard to read when the graph is smaller than this. */
const READABLE = 0.62;
/** Pixels that the pointer may move in a click. */
const CLICK_TOLERANCE = 5;

/** The scrolling window on the lineage graph: drag to move, wheel with Ctrl or buttons or + and - to zoom, arrows to go on. */
export class GraphView {
  private readonly view = element<HTMLElement>('.graph-view');
  private readonly graph = element<SVGSVGElement>('#lineage-graph');
  private readonly width = Number(this.graph.dataset.width);
  private readonly height = Number(this.graph.dataset.height);
  private zoom = 1;

  constructor() {
    this.setZoom(Math.max(this.fitting(), READABLE));
    for (const button of document.querySelectorAll<HTMLElement>('[data-zoom]')) {
      button.addEventListener('click', () => this.onButton(button.dataset.zoom));
    }
    this.view.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.view.addEventListener('pointerdown', (event) => this.onPointerDown(event));
    this.view.addEventListener('keydown', (event) => this.onKey(event));
    // A link can be dragged away by the browser, in place of the graph.
    this.view.addEventListener('dragstart', (event) => event.preventDefault());
  }

  private fitting(): number {
    return Math.min(1, this.view.clientWidth / this.width);
  }

  private onButton(what: string | undefined): void {
    if (what === 'fit') this.setZoom(this.fitting());
    else this.setZoom(this.zoom * (what === 'in' ? STEP : 1 / STEP));
  }

  /** Zooms about a point of the window; its middle if there is none. */
  private setZoom(
    wanted: number,
    x: number = this.view.clientWidth / 2,
    y: number = this.view.clientHeight / 2,
  ): void {
    const zoom = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    const [left, top] = [(this.view.scrollLeft + x) / this.zoom, (this.view.scrollTop + y) / this.zoom];
    this.zoom = zoom;
    this.graph.setAttribute('width', String(this.width * zoom));
    this.graph.setAttribute('height', String(this.height * zoom));
    this.view.scrollTo(left * zoom - x, top * zoom - y);
  }

  /** Fingers on a touch pad that move apart come as a wheel with Ctrl. */
  private onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = this.view.getBoundingClientRect();
    this.setZoom(this.zoom * Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
  }

  private onPointerDown(down: PointerEvent): void {
    // Fingers scroll by themselves.
    if (down.pointerType !== 'mouse' || down.button !== 0) return;
    const [left, top] = [this.view.scrollLeft, this.view.scrollTop];
    let moved = false;
    const move = (event: PointerEvent) => {
      const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
      moved ||= Math.hypot(x, y) > CLICK_TOLERANCE;
      if (!moved) return;
      this.view.classList.add('dragging');
      this.view.scrollTo(left - x, top - y);
    };
    const up = () => {
      window.removeEventListener('pointermove', move);
      this.view.classList.remove('dragging');
      // What ends a drag on a dataset does not choose it.
      if (moved) window.addEventListener('click', stop, { capture: true, once: true });
      setTimeout(() => window.removeEventListener('click', stop, { capture: true }));
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up, { once: true });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') this.setZoom(this.zoom * STEP);
    else if (event.key === '-') this.setZoom(this.zoom / STEP);
    else if (event.key === '0') this.setZoom(this.fitting());
    else if (!this.goOn(event.key)) return;
    event.preventDefault();
  }

  /** Moves the focus to the nearest dataset in the direction of an arrow key; false if that is no such key. */
  private goOn(key: string): boolean {
    const direction = DIRECTIONS[key];
    const focused = document.activeElement?.closest<SVGAElement>('a.node');
    if (direction === undefined || !focused) return false;
    const [x, y] = placeOf(focused);
    const [right, down] = direction;
    let nearest: { node: SVGAElement; distance: number } | undefined;
    for (const node of this.graph.querySelectorAll<SVGAElement>('a.node')) {
      const [otherX, otherY] = placeOf(node);
      const ahead = (otherX - x) * right + (otherY - y) * down;
      const aside = Math.abs((otherX - x) * down + (otherY - y) * right);
      // Straight ahead is nearer than aside.
      const distance = ahead + 2 * aside;
      if (ahead > 1 && (nearest === undefined || distance < nearest.distance)) nearest = { node, distance };
    }
    nearest?.node.focus();
    nearest?.node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return true;
  }
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function placeOf(node: SVGAElement): [number, number] {
  return [Number(node.dataset.x), Number(node.dataset.y)];
}

function element<Kind extends Element>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}
