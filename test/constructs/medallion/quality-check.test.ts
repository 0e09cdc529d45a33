import { QualityCheck, type QualityCheckProps } from '../../../constructs/medallion/quality-check';
import type { PipelineFixture } from '../../../constructs/medallion/testing';
import { materializedView, shopWithOrders } from './smallest-datasets';

const QUERY = `
  SELECT of_sales
  FROM (SELECT count(*) AS of_sales FROM sales)
  CROSS JOIN (SELECT count(*) AS of_orders FROM orders)
  WHERE of_sales <> of_orders;
`;

function shopWith(...checks: Partial<QualityCheckProps & { name: string }>[]): PipelineFixture {
  const { shop, orders } = shopWithOrders();
  const sales = materializedView(shop.layer('gold'), 'sales', { orders });
  for (const { name = 'all_sold', ...props } of checks) {
    new QualityCheck(shop.platform, name, {
      comment: 'Every order is a sale.',
      query: QUERY,
      inputs: [sales, orders],
      ...props,
    });
  }
  return shop;
}

describe('a quality check', () => {
  it('is part of the manifest, its query at the left margin and without semicolon', async () => {
    const { checks } = JSON.parse(await shopWith({}).artefact('lineage.json'));

    expect(checks).toEqual([
      {
        name: 'all_sold',
        comment: 'Every order is a sale.',
        query: [
          'SELECT of_sales',
          'FROM (SELECT count(*) AS of_sales FROM sales)',
          'CROSS JOIN (SELECT count(*) AS of_orders FROM orders)',
          'WHERE of_sales <> of_orders',
        ].join('\n'),
        inputs: ['sales', 'orders'],
      },
    ]);
  });

  it('leaves the notebooks as they are', async () => {
    expect(await shopWith({}).artefact('gold.py')).toBe(await shopWith().artefact('gold.py'));
  });

  it('is named like a dataset, once', async () => {
    expect(await shopWith({ name: 'AllSold' }, {}, {}).problems()).toEqual([
      "shop/AllSold: check 'AllSold' is not a valid name. Use at most 255 lower-case letters, digits and underscores, starting with a letter. Rename it, for example to 'all_sold'.",
      "shop/all_sold-2: 'all_sold' already exists in this platform. Rename one of the two checks.",
    ]);
  });

  it('says what it holds', async () => {
    expect(await shopWith({ comment: ' ' }).problems()).toEqual([
      'shop/all_sold: comment is empty. State what holds if the query returns no rows.',
    ]);
  });

  it('has a query that Spark can read', async () => {
    const [problem] = await shopWith({ query: 'SELECT *\nFROM WHERE sales' }).problems();

    expect(problem).toMatch(
      /^shop\/all_sold: query, line 2, is not valid Spark SQL|^shop\/all_sold: query, line 2, /,
    );
  });

  it('reads its inputs and nothing else', async () => {
    expect(await shopWith({ query: 'SELECT * FROM sale JOIN orders USING (id)' }).problems()).toEqual([
      "shop/all_sold: query reads 'sale', which is not one of its inputs (sales, orders). Did you mean 'sales'?",
    ]);
    expect(await shopWith({ query: 'SELECT * FROM sales' }).problems()).toEqual([
      "shop/all_sold: inputs has 'orders', which query does not read. Read it, or remove the input.",
    ]);
  });
});
