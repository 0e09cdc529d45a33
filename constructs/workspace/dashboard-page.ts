/** A query whose rows widgets show. */
export interface DashboardDataset {
  /** Name in the dashboard, in snake case. */
  readonly name: string;

  /** Name for people who open it in the editor. */
  readonly title: string;

  /** One query in SQL; each column that a widget shows has a name. */
  readonly query: string;
}

/** A column of a dataset as a widget shows it. */
export interface Field {
  readonly column: string;

  /** What people read instead of the column's name. */
  readonly title: string;

  /** How its values are shown; a share from 0 to 1 as percent. */
  readonly shownAs: 'text' | 'number' | 'percent' | 'time';
}

/** A column of names. */
export const text = (column: string, title: string): Field => ({ column, title, shownAs: 'text' });

/** A column of numbers. */
export const number = (column: string, title: string): Field => ({ column, title, shownAs: 'number' });

/** A column of shares, from 0 to 1. */
export const percent = (column: string, title: string): Field => ({ column, title, shownAs: 'percent' });

/** A column of moments or days. */
export const time = (column: string, title: string): Field => ({ column, title, shownAs: 'time' });

/** What every widget has. */
interface WidgetProps {
  /** Name on its page, in snake case. */
  readonly name: string;

  /** Columns of the grid that it takes, of {@link GRID_COLUMNS}. */
  readonly width: number;
}

/** What every widget has that shows a dataset. */
interface DataWidgetProps extends WidgetProps {
  readonly title: string;
  readonly dataset: DashboardDataset;
}

/** One number: the value of a column in the first row. */
export interface Counter extends DataWidgetProps {
  readonly kind: 'counter';
  readonly value: Field;
}

/** Values over an axis; each row of the dataset is one point or bar. */
export interface Chart extends DataWidgetProps {
  readonly kind: 'line' | 'bar';
  readonly x: Field;

  /** Several columns, each in a colour of its own; or one column, in a colour for each value of another. */
  readonly y: readonly [Field, ...Field[]] | { readonly value: Field; readonly by: Field };
}

/** Rows as they are. */
export interface Table extends DataWidgetProps {
  readonly kind: 'table';
  readonly columns: readonly [Field, ...Field[]];
}

/** Something to read, in Markdown. */
export interface Textbox extends WidgetProps {
  readonly kind: 'text';
  readonly lines: readonly string[];
}

/** Something on a page. */
export type Widget = Counter | Chart | Table | Textbox;

/** Widgets side by side, from the left. */
export interface DashboardRow {
  /** Height in units of the grid; a counter needs 3, a chart about 6. */
  readonly height: number;
  readonly widgets: readonly Widget[];
}

/** A page: rows below each other, so that no two widgets overlap. */
export interface DashboardPage {
  /** Name in the dashboard, in snake case. */
  readonly name: string;

  /** Name that people read. */
  readonly title: string;

  /** Rows of widgets, from top to bottom. */
  readonly rows: readonly DashboardRow[];
}

/** Columns of the grid that pages are laid out on. */
export const GRID_COLUMNS = 6;

/** The columns that a widget shows, in the order in which they are named. */
export function fieldsOf(widget: Widget): readonly Field[] {
  switch (widget.kind) {
    case 'text':
      return [];
    case 'counter':
      return [widget.value];
    case 'table':
      return widget.columns;
    default:
      return [widget.x, ...('by' in widget.y ? [widget.y.value, widget.y.by] : widget.y)];
  }
}

/** The widgets of a page, row by row. */
export function widgetsOf(page: DashboardPage): Widget[] {
  return page.rows.flatMap(({ widgets }) => widgets);
}

/** The datasets that pages show, each once, in the order in which they are first shown. */
export function datasetsOf(pages: readonly DashboardPage[]): DashboardDataset[] {
  const shown = pages
    .flatMap(widgetsOf)
    .flatMap((widget) => (widget.kind === 'text' ? [] : [widget.dataset]));
  return [...new Set(shown)];
}
