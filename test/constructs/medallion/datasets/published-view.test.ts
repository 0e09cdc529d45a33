import { string } from '../../../../constructs/medallion/column';
import { COLUMNS, kafkaStream, materializedView, publishedView, shopWithOrders } from '../smallest-datasets';

/** The problems of a published view over `sales` with this query. */
async function problemsOf(query: string): Promise<readonly string[]> {
  const { shop, orders } = shopWithOrders();
  const sales = materializedView(shop.layer('gold'), 'sales', { orders });
  publishedView(shop.layer('gold'), 'recent', [sales], query);
  return shop.problems();
}

describe('the query of a published view', () => {
  it('reads its inputs by name and returns its columns', async () => {
    expect(await problemsOf('SELECT id, max(seen_at) AS seen_at FROM sales GROUP BY id')).toEqual([]);
  });

  it('may have common table expressions', async () => {
    expect(await problemsOf('WITH s AS (SELECT * FROM sales) SELECT id, seen_at FROM s')).toEqual([]);
  });

  it('exists', async () => {
    const { shop, orders } = shopWithOrders();
    publishedView(shop.layer('gold'), 'recent', [orders], '', { query: 'notebooks/none.sql' });

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/recent: notebooks/none.sql does not exist. Create it with the query of the view, or set 'query' to another file.",
    ]);
  });

  it('is by default the file that is named after layer and view', async () => {
    const { shop, orders } = shopWithOrders();
    publishedView(shop.layer('gold'), 'gold_recent', [orders], '', { query: undefined });

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/gold_recent: notebooks/gold/recent.sql does not exist. Create it with the query of the view, or set 'query' to another file.",
    ]);
  });

  it('is valid SQL', async () => {
    expect(await problemsOf('SELECT id, seen_at\nFROM sales\nWHERE > 1')).toEqual([
      "shop/sales/gold/recent: notebooks/recent.sql:3 is not valid Spark SQL, column 7: unexpected '>'.",
    ]);
  });

  it('is not empty', async () => {
    expect(await problemsOf('\n')).toEqual([
      'shop/sales/gold/recent: notebooks/recent.sql is empty. Add the query.',
    ]);
  });

  it('is one query', async () => {
    expect(await problemsOf('SELECT id, seen_at FROM sales; SELECT 1')).toEqual([
      'shop/sales/gold/recent: notebooks/recent.sql has 2 statements. A view is a single query.',
    ]);
  });

  it('changes nothing', async () => {
    expect(await problemsOf('DELETE FROM sales')).toEqual([
      'shop/sales/gold/recent: notebooks/recent.sql is not a query. Start it with SELECT or WITH.',
    ]);
  });

  it('reads no table that is not an input, and a near miss is recognised', async () => {
    expect(await problemsOf('SELECT id, seen_at FROM sale')).toEqual([
      "shop/sales/gold/recent: notebooks/recent.sql reads 'sale', which is not one of its inputs (sales). Did you mean 'sales'?",
    ]);
  });

  it('names no catalog or schema, which differ by environment', async () => {
    expect(await problemsOf('SELECT id, seen_at FROM dev.shop.sales')).toEqual([
      "shop/sales/gold/recent: notebooks/recent.sql reads 'dev.shop.sales', which is not one of its inputs (sales).",
    ]);
  });

  it('reads every input', async () => {
    const { shop, orders } = shopWithOrders();
    const refunds = kafkaStream(shop.layer('raw'), 'refunds');
    publishedView(shop.layer('raw'), 'recent', [orders, refunds]);

    expect(await shop.problems()).toEqual([
      "shop/sales/raw/recent: inputs has 'refunds', which notebooks/recent.sql does not read. Read it, or remove the input.",
    ]);
  });

  it('returns the columns that the view declares, in their order', async () => {
    expect(await problemsOf('SELECT seen_at, id AS sale FROM sales')).toEqual([
      'shop/sales/gold/recent: notebooks/recent.sql returns (seen_at, sale), but columns declares (id, seen_at). Make them match.',
    ]);
  });

  it('is held to nothing where its columns cannot be told', async () => {
    expect(await problemsOf('SELECT * FROM sales')).toEqual([]);
  });
});

it('a published view cannot be read as a stream', () => {
  const { shop, orders } = shopWithOrders();

  expect(publishedView(shop.layer('raw'), 'recent', [orders]).streamable).toBe(false);
});

it('the comment of a published view may hold quotes', async () => {
  const { shop, orders } = shopWithOrders();
  publishedView(shop.layer('raw'), 'recent', [orders], 'SELECT id, seen_at FROM orders;\n', {
    comment: "Today's orders",
    columns: { ...COLUMNS, id: string('Order') },
  });

  expect(await shop.artefact('raw_views.sql')).toContain(
    "CREATE VIEW recent\nCOMMENT 'Today\\'s orders'\nAS\nSELECT id, seen_at FROM orders;\n",
  );
});
