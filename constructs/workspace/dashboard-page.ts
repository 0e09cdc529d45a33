/** A query whose rows are shown by widgets. */
export interface DashboardDataset {
  /** Name in the dashboard, in snake case. */
  readonly name: string;

  /** Display name in the dashboard editor. */
  readonly title: string;

  /** A single SQL query. Every column that a widget shows must have a name. */
  readonly query: string;
}

/** A column of a dataset, as shown by a widget. */
export interface Field {
  readonly column: string;

  /** Display name of the column. */
  readonly title: string;

  /** How values are formatted; `percent` expects shares from 0 to 1. */
  readonly shownAs: 'text' | 'number' | 'percent' | 'time';
}

/** A text column. */
export const text = (column: string, title: string): Field => ({ column, title, shownAs: 'text' });

/** A numeric column. */
export const number = (column: string, title: string): Field => ({ column, title, shownAs: 'number' });

/** A column of shares, from 0 to 1. */
export const percent = (column: string, title: string): Field => ({ column, title, shownAs: 'percent' });

/** A column of timestamps or dates. */
export const time = (column: string, title: string): Field => ({ column, title, shownAs: 'time' });

/** Properties of every widget. */
interface WidgetProps {
  /** Name on its page, in snake case. */
  readonly name: string;

  /** Width in grid columns, out of {@link GRID_COLUMNS}. */
  readonly width: number;
}

/** Properties of every widget that shows a dataset. */
interface DataWidgetProps extends WidgetProps {
  readonly title: string;
  readonly dataset: DashboardDataset;
}

/** A single number: the value of a column in the first row. */
export interface Counter extends DataWidgetProps {
  readonly kind: 'counter';
  readonly value: Field;
}

/** A chart; each row of the dataset is one point or bar. */
export interface Chart extends DataWidgetProps {
  readonly kind: 'line' | 'bar';
  readonly x: Field;

  /** Several columns, one series each; or one column, with a series per value of a different column. */
  readonly y: readonly [Field, ...Field[]] | { readonly value: Field; readonly by: Field };
}

/** A table of the dataset's rows. */
export interface Table extends DataWidgetProps {
  readonly kind: 'table';
  readonly columns: readonly [Field, ...Field[]];
}

/** A text, in Markdown. */
export interface Textbox extends WidgetProps {
  readonly kind: 'text';
  readonly lines: readonly string[];
}

/** A widget of a page. */
export type Widget = Counter | Chart | Table | Textbox;

/** Widgets next to each other, from the left. */
export interface DashboardRow {
  /** Height in grid units; a counter needs 3, a chart about 6. */
  readonly height: number;
  readonly widgets: readonly Widget[];
}

/** A page of rows, one below the other, so that widgets never overlap. */
export interface DashboardPage {
  /** Name in the dashboard, in snake case. */
  readonly name: string;

  /** Display name. */
  readonly title: string;

  /** Rows of widgets, from top to bottom. */
  readonly rows: readonly DashboardRow[];
}

/** Number of grid columns of a page. */
export const GRID_COLUMNS = 6;

/** Return the columns that a widget shows, in the order in which they are declared. */
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

/** Return the widgets of a page, row by row. */
export function widgetsOf(page: DashboardPage): Widget[] {
  return page.rows.flatMap(({ widgets }) => widgets);
}

/** Return the datasets that pages show, each once, in order of first use. */
export function datasetsOf(pages: readonly DashboardPage[]): DashboardDataset[] {
  const shown = pages
    .flatMap(widgetsOf)
    .flatMap((widget) => (widget.kind === 'text' ? [] : [widget.dataset]));
  return [...new Set(shown)];
}
