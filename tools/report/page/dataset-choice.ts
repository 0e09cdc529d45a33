import { element } from './element';

const PREFIX = '#dataset-';

/** Selects the dataset shown next to the graph, from the URL and from clicked links. */
export class DatasetChoice {
  private readonly room = element('.lineage');
  private readonly panel = element('.panel');
  private readonly above = new Map<string, string[]>();
  private readonly below = new Map<string, string[]>();
  private chosen: string | undefined;

  constructor() {
    for (const { dataset } of this.room.querySelectorAll<SVGPathElement>('path[data-from]')) {
      const { from = '', to = '' } = dataset;
      this.above.set(to, [...(this.above.get(to) ?? []), from]);
      this.below.set(from, [...(this.below.get(from) ?? []), to]);
    }
    document.addEventListener('click', (event) => this.onClick(event));
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.close();
    });
    window.addEventListener('hashchange', () => this.chooseByAddress());
    this.chooseByAddress();
  }

  private chooseByAddress(): void {
    if (location.hash.startsWith(PREFIX)) this.choose(decodeURIComponent(location.hash.slice(1)), true);
  }

  private onClick(event: MouseEvent): void {
    const clicked = event.target as Element;
    if (clicked.closest('.close')) this.close();
    const link = clicked.closest('a');
    const address = link?.getAttribute('href') ?? '';
    if (!address.startsWith(PREFIX) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    history.replaceState(null, '', address);
    // The keyboard moves the focus to the panel. A click in the graph keeps it, if the panel fits next to the graph.
    const isInGraph = link?.classList.contains('node') === true && event.detail > 0;
    this.choose(address.slice(1), !isInGraph);
  }

  /** Shows the article with an id, or the article that contains the column with this id. */
  private choose(id: string, goThere: boolean): void {
    const target = document.getElementById(id);
    const article = target?.closest<HTMLElement>('article');
    if (!target || !article) return;
    const name = article.id.slice(PREFIX.length - 1);
    this.chosen = name;
    this.panel.hidden = false;
    for (const each of this.panel.children) (each as HTMLElement).hidden = each !== article;
    this.panel.scrollTop = 0;
    this.mark(reached(name, this.above), reached(name, this.below));
    this.node(name)?.scrollIntoView({ block: 'nearest', inline: 'center' });
    if (!goThere && this.isBeside()) return;
    this.panel.scrollIntoView({ block: 'start' });
    if (!goThere) return;
    if (target !== article) target.scrollIntoView({ block: 'center' });
    const focused = target === article ? article.querySelector<HTMLElement>('h3') : target;
    focused?.focus({ preventScroll: true });
  }

  /** Clears the selection and restores the focus. */
  private close(): void {
    if (this.chosen === undefined) return;
    const node = this.node(this.chosen);
    const hadFocus = this.panel.contains(document.activeElement);
    this.chosen = undefined;
    this.panel.hidden = true;
    this.mark(new Set(), new Set());
    history.replaceState(null, '', location.pathname);
    if (hadFocus) node?.focus();
  }

  /** Highlights the selected dataset, everything upstream and downstream of it, and the edges between them. */
  private mark(above: ReadonlySet<string>, below: ReadonlySet<string>): void {
    this.room.classList.toggle('has-choice', this.chosen !== undefined);
    for (const node of this.room.querySelectorAll<HTMLElement>('.node')) {
      const { id = '' } = node.dataset;
      node.classList.toggle('related', id === this.chosen || above.has(id) || below.has(id));
      if (id === this.chosen) node.setAttribute('aria-current', 'true');
      else node.removeAttribute('aria-current');
    }
    for (const edge of this.room.querySelectorAll<SVGElement>('path[data-from]')) {
      const ends = [edge.dataset.from ?? '', edge.dataset.to ?? ''];
      const leadsTo = (ids: ReadonlySet<string>) => ends.every((end) => end === this.chosen || ids.has(end));
      edge.classList.toggle('related', leadsTo(above) || leadsTo(below));
    }
  }

  private isBeside(): boolean {
    return this.panel.offsetTop === (this.panel.previousElementSibling as HTMLElement | null)?.offsetTop;
  }

  private node(name: string): HTMLElement | null {
    return this.room.querySelector<HTMLElement>(`.node[data-id="${CSS.escape(name)}"]`);
  }
}

function reached(name: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const waiting = [name];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    for (const other of next.get(each) ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      waiting.push(other);
    }
  }
  return found;
}
