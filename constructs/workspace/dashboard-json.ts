import {
  type Chart,
  type DashboardDataset,
  type DashboardPage,
  type DashboardRow,
  datasetsOf,
  type Field,
  fieldsOf,
  type Widget,
} from './dashboard-page';

/**
 * Return a dashboard in its Databricks format, the content of a `.lvdash.json` file. All names in it are derived
 * from the pages, so the same pages produce the same bytes.
 *
 * @see https://docs.databricks.com/aws/en/dashboards/
 */
export function dashboardJson(pages: readonly DashboardPage[]): string {
  return JSON.stringify({
    datasets: datasetsOf(pages).map(datasetJson),
    pages: pages.map((page) => ({
      name: page.name,
      displayName: page.title,
      pageType: 'PAGE_TYPE_CANVAS',
      layout: layoutJson(page),
    })),
  });
}

function datasetJson({ name, title, query }: DashboardDataset): object {
  const lines = query.split('\n');
  return {
    name,
    displayName: title,
    queryLines: lines.map((line, index) => (index < lines.length - 1 ? `${line}\n` : line)),
  };
}

function layoutJson({ name, rows }: DashboardPage): object[] {
  let y = 0;
  return rows.flatMap((row) => {
    const placed = rowJson(name, row, y);
    y += row.height;
    return placed;
  });
}

function rowJson(page: string, { height, widgets }: DashboardRow, y: number): object[] {
  let x = 0;
  return widgets.map((widget) => {
    const position = { x, y, width: widget.width, height };
    x += widget.width;
    return { widget: { name: `${page}_${widget.name}`, ...contentJson(widget) }, position };
  });
}

function contentJson(widget: Widget): object {
  if (widget.kind === 'text') {
    return { multilineTextboxSpec: { lines: widget.lines.map((line) => `${line}\n`) } };
  }
  const fields = [...new Set(fieldsOf(widget).map(({ column }) => column))];
  return {
    queries: [
      {
        name: 'main_query',
        query: {
          datasetName: widget.dataset.name,
          fields: fields.map((column) => ({ name: column, expression: `\`${column}\`` })),
          disaggregated: true,
        },
      },
    ],
    spec: { ...specJson(widget), frame: { showTitle: true, title: widget.title } },
  };
}

/** Return the spec of a widget; each kind of widget has its own spec version. */
function specJson(widget: Exclude<Widget, { kind: 'text' }>): object {
  switch (widget.kind) {
    case 'counter':
      return { version: 2, widgetType: 'counter', encodings: { value: valueJson(widget.value) } };
    case 'table':
      return { version: 1, widgetType: 'table', encodings: { columns: widget.columns.map(columnJson) } };
    default:
      return { version: 3, widgetType: widget.kind, encodings: axesJson(widget) };
  }
}

function axesJson({ x, y }: Chart): object {
  const horizontal = { ...labelJson(x), scale: { type: SCALES[x.shownAs] } };
  const scale = { type: 'quantitative' };
  if ('by' in y) {
    const color = { ...labelJson(y.by), scale: { type: 'categorical' } };
    return { x: horizontal, y: { ...valueJson(y.value), scale }, color };
  }
  const [first, ...others] = y;
  return {
    x: horizontal,
    y: others.length === 0 ? { ...valueJson(first), scale } : { fields: y.map(valueJson), scale },
  };
}

const SCALES = {
  text: 'categorical',
  number: 'quantitative',
  percent: 'quantitative',
  time: 'temporal',
} as const satisfies Record<Field['shownAs'], string>;

function labelJson({ column, title }: Field): object {
  return { fieldName: column, displayName: title };
}

function valueJson(field: Field): object {
  const decimalPlaces = { type: 'max', places: 1 };
  switch (field.shownAs) {
    case 'number':
      return {
        ...labelJson(field),
        format: { type: 'number-plain', abbreviation: 'compact', decimalPlaces },
      };
    case 'percent':
      return { ...labelJson(field), format: { type: 'number-percent', decimalPlaces } };
    default:
      return labelJson(field);
  }
}

/** Cell format of tables, by kind of value. */
const CELLS = {
  text: { type: 'string', displayAs: 'string' },
  number: { type: 'float', displayAs: 'number', numberFormat: '0,0.[00]', alignContent: 'right' },
  percent: { type: 'float', displayAs: 'number', numberFormat: '0.[00]%', alignContent: 'right' },
  time: { type: 'datetime', displayAs: 'datetime', dateTimeFormat: 'YYYY-MM-DD HH:mm' },
} as const satisfies Record<Field['shownAs'], object>;

function columnJson({ column, title, shownAs }: Field, index: number): object {
  return { fieldName: column, title, displayName: title, ...CELLS[shownAs], visible: true, order: index };
}
