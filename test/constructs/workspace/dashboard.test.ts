import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Dashboard, type DashboardProps } from '../../../constructs/workspace/dashboard';
import {
  type Chart,
  type Counter,
  type DashboardDataset,
  type DashboardPage,
  number,
  percent,
  type Table,
  type Textbox,
  text,
  time,
} from '../../../constructs/workspace/dashboard-page';
import { OWNER, ROLES, reference, StackFixture } from './stack-fixture';

const SALES: DashboardDataset = {
  name: 'sales',
  title: 'Sales by day',
  query: 'SELECT day, city, sold, share\nFROM sales',
};
const TITLE: Textbox = { kind: 'text', name: 'title', width: 6, lines: ['# Shop', 'What it sells.'] };
const SOLD: Counter = {
  kind: 'counter',
  name: 'sold',
  title: 'Sold',
  width: 2,
  dataset: SALES,
  value: number('sold', 'Pieces'),
};
const BY_CITY: Chart = {
  kind: 'bar',
  name: 'by_city',
  title: 'By city',
  width: 4,
  dataset: SALES,
  x: time('day', 'Day'),
  y: { value: number('sold', 'Pieces'), by: text('city', 'City') },
};
const ROWS: Table = {
  kind: 'table',
  name: 'rows',
  title: 'Rows',
  width: 6,
  dataset: SALES,
  columns: [text('city', 'City'), percent('share', 'Share')],
};
const PAGE: DashboardPage = {
  name: 'shop',
  title: 'Shop',
  rows: [
    { height: 2, widgets: [TITLE] },
    { height: 3, widgets: [SOLD, BY_CITY] },
    { height: 5, widgets: [ROWS] },
  ],
};

function shopWith(props: Partial<DashboardProps> = {}): StackFixture {
  const shop = new StackFixture();
  const folder = new Directory(shop.workspace, 'folder', { path: '/Workspace/Shop' });
  new Dashboard(shop.workspace, 'dashboard', {
    dashboardName: 'Shop',
    directory: folder,
    warehouseId: '0123456789abcdef',
    pages: [PAGE],
    readers: 'business',
    roles: ROLES,
    ...props,
  });
  return shop;
}

/** The page of a dashboard as Databricks gets it. */
async function rendered(...pages: DashboardPage[]) {
  const { serialized_dashboard } = await shopWith(pages.length > 0 ? { pages } : {}).only('dashboard');
  return JSON.parse(String(serialized_dashboard));
}

/** A page with one widget. */
const pageOf = (widget: DashboardPage['rows'][0]['widgets'][0]): DashboardPage => ({
  ...PAGE,
  rows: [{ height: 4, widgets: [widget] }],
});

describe('a dashboard', () => {
  it('asks with the rights of who looks at it, and is created after its folder', async () => {
    expect(await shopWith().only('dashboard')).toMatchObject({
      display_name: 'Shop',
      parent_path: '/Workspace/Shop',
      depends_on: ['databricks_directory.folder'],
      warehouse_id: '0123456789abcdef',
      embed_credentials: false,
    });
  });

  it.each([
    ['business', { group_name: 'analysts', permission_level: 'CAN_READ' }],
    ['operations', { user_name: 'auditor@example.com', permission_level: 'CAN_READ' }],
  ] as const)('for %s is read by those whom it is for', async (readers, reader) => {
    expect(await shopWith({ readers }).only('permissions')).toMatchObject({
      dashboard_id: reference('databricks_dashboard.dashboard.id'),
      access_control: [
        { service_principal_name: OWNER, permission_level: 'CAN_MANAGE' },
        { group_name: 'engineers', permission_level: 'CAN_RUN' },
        reader,
      ],
    });
  });

  it('is the same bytes each time', async () => {
    const bytes = async () => (await shopWith().only('dashboard')).serialized_dashboard;

    expect(await bytes()).toBe(await bytes());
  });

  it('has each query once, line by line, however many widgets show it', async () => {
    expect((await rendered()).datasets).toEqual([
      {
        name: 'sales',
        displayName: 'Sales by day',
        queryLines: ['SELECT day, city, sold, share\n', 'FROM sales'],
      },
    ]);
  });

  it('lays out rows below each other, and their widgets from the left', async () => {
    const { layout } = (await rendered()).pages[0];
    const places = layout.map(({ widget, position }: { widget: { name: string }; position: object }) => [
      widget.name,
      position,
    ]);

    expect(Object.fromEntries(places)).toEqual({
      shop_title: { x: 0, y: 0, width: 6, height: 2 },
      shop_sold: { x: 0, y: 2, width: 2, height: 3 },
      shop_by_city: { x: 2, y: 2, width: 4, height: 3 },
      shop_rows: { x: 0, y: 5, width: 6, height: 5 },
    });
  });
});

describe('a widget', () => {
  const widgetOf = async (...args: Parameters<typeof pageOf>) =>
    (await rendered(pageOf(...args))).pages[0].layout[0].widget;

  it('of text is its lines', async () => {
    expect(await widgetOf(TITLE)).toEqual({
      name: 'shop_title',
      multilineTextboxSpec: { lines: ['# Shop\n', 'What it sells.\n'] },
    });
  });

  it('that counts shows one column', async () => {
    expect(await widgetOf(SOLD)).toEqual({
      name: 'shop_sold',
      queries: [
        {
          name: 'main_query',
          query: {
            datasetName: 'sales',
            fields: [{ name: 'sold', expression: '`sold`' }],
            disaggregated: true,
          },
        },
      ],
      spec: {
        version: 2,
        widgetType: 'counter',
        encodings: { value: expect.objectContaining({ fieldName: 'sold', displayName: 'Pieces' }) },
        frame: { showTitle: true, title: 'Sold' },
      },
    });
  });

  it('that draws has a colour for each value of a column', async () => {
    const { queries, spec } = await widgetOf(BY_CITY);

    expect(queries[0].query.fields.map(({ name }: { name: string }) => name)).toEqual([
      'day',
      'sold',
      'city',
    ]);
    expect(spec).toMatchObject({
      version: 3,
      widgetType: 'bar',
      encodings: {
        x: { fieldName: 'day', scale: { type: 'temporal' } },
        y: { fieldName: 'sold', scale: { type: 'quantitative' } },
        color: { fieldName: 'city', scale: { type: 'categorical' } },
      },
    });
  });

  it('or one for each of several columns', async () => {
    const lines = {
      ...BY_CITY,
      kind: 'line',
      y: [number('sold', 'Pieces'), percent('share', 'Share')],
    } as const;
    const { encodings } = (await widgetOf(lines)).spec;

    expect(encodings.y).toMatchObject({
      fields: [{ fieldName: 'sold' }, { fieldName: 'share', format: { type: 'number-percent' } }],
      scale: { type: 'quantitative' },
    });
    expect(encodings.color).toBeUndefined();
  });

  it('that lists rows shows each kind of value in its way', async () => {
    const { spec } = await widgetOf(ROWS);

    expect(spec).toMatchObject({
      version: 1,
      widgetType: 'table',
      encodings: {
        columns: [
          { fieldName: 'city', title: 'City', displayAs: 'string' },
          { fieldName: 'share', title: 'Share', displayAs: 'number', numberFormat: '0.[00]%' },
        ],
      },
    });
  });
});

describe('what a dashboard cannot show', () => {
  const inRow = (...widgets: DashboardPage['rows'][0]['widgets'][0][]): Partial<DashboardProps> => ({
    pages: [{ ...PAGE, rows: [{ height: 3, widgets }] }],
  });

  it.each<[string, Partial<DashboardProps>, string]>([
    ['without a name', { dashboardName: '' }, 'dashboardName is empty. Name the dashboard.'],
    ['without a page', { pages: [] }, 'has no pages. Add one, or remove the dashboard.'],
    ['a page twice', { pages: [PAGE, PAGE] }, "page 'shop' is used twice. Rename one of the two."],
    [
      'a page without a row',
      { pages: [{ ...PAGE, rows: [] }] },
      "page 'shop' has no rows. Add one, or remove the page.",
    ],
    ['no a widget', inRow(), "page 'shop', row 1 has no widgets. Add one, or remove the row."],
    [
      'a row that is wider than the page',
      inRow(BY_CITY, { ...SOLD, width: 3 }),
      "page 'shop', row 1 is 7 columns wide, but the grid has 6. Make widgets narrower, or add a row.",
    ],
    [
      'a widget without width',
      inRow({ ...SOLD, width: 0 }),
      "page 'shop', row 1: width of 'sold' is 0. Use a whole number from 1.",
    ],
    [
      'no height',
      { pages: [{ ...PAGE, rows: [{ height: 0, widgets: [SOLD] }] }] },
      "page 'shop', row 1: height is 0. Use a whole number from 1.",
    ],
    ['a widget twice', inRow(SOLD, SOLD), "page 'shop': widget 'sold' is used twice. Rename one of the two."],
    [
      'two queries of one name',
      inRow(SOLD, { ...BY_CITY, dataset: { ...SALES } }),
      "dataset 'sales' is used twice. Rename one of the two.",
    ],
    [
      'a column that the query does not return',
      inRow({ ...SOLD, value: number('solt', 'Pieces') }),
      "page 'shop': widget 'sold' shows 'solt', which dataset 'sales' does not return (day, city, sold, share). Did you mean 'sold'?",
    ],
    [
      'a query that is none',
      inRow({ ...SOLD, dataset: { ...SALES, query: 'DROP TABLE sales' } }),
      "dataset 'sales' is not a query. Start it with SELECT or WITH.",
    ],
  ])('%s', async (_, props, problem) => {
    expect(await shopWith(props).problems()).toEqual([`dashboard: ${problem}`]);
  });
});
