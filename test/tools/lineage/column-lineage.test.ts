import { loadSqlParser } from '../../../constructs/medallion/sources/sql';
import { type ColumnGraph, ColumnLineage } from '../../../tools/lineage/column-lineage';
import { SHOP, SHOP_CODE } from './shop-fixture';

let lineage: ColumnLineage;
beforeAll(async () => {
  await loadSqlParser();
  lineage = new ColumnLineage(SHOP, SHOP_CODE);
});

const UP = { up: true, down: false };
const DOWN = { up: false, down: true };
const edgesOf = ({ edges }: ColumnGraph) => edges.map(({ from, to, how }) => `${from} > ${to}: ${how}`);

describe('the lineage of a column', () => {
  it('goes up to the field of a message', () => {
    expect(edgesOf(lineage.around('best_days', 'sales', UP))).toEqual([
      'topic:orders.value.price > raw_orders.price: same',
      'raw_orders.price > bronze_orders.price: same',
      'bronze_orders.price > daily_sales.sales: computed',
      'daily_sales.sales > best_days.sales: same',
    ]);
  });

  it('goes down to columns, rows and rules', () => {
    expect(edgesOf(lineage.around('bronze_orders', 'price', DOWN))).toEqual([
      'bronze_orders.price > bronze_orders: priced (drop): rule',
      'bronze_orders.price > customers_changes.last_price: same',
      'customers_changes.last_price > customers.last_price: same',
      'customers_changes.last_price > customers (rows): version',
      'bronze_orders.price > daily_sales.sales: computed',
      'daily_sales.sales > daily_sales: sold (warn): rule',
      expect.stringMatching(/^customers\.last_price > clusters: groups rows .*: unknown$/),
      'daily_sales.sales > best_days.sales: same',
    ]);
  });

  it('ends up at rows that are counted', () => {
    expect(edgesOf(lineage.around('daily_sales', 'orders', UP))).toEqual([
      'bronze_orders (rows) > daily_sales.orders: computed',
    ]);
  });

  it('says where and why something cannot be told', () => {
    const { nodes } = lineage.around('clusters', 'cluster', UP);
    expect(nodes.find(({ kind }) => kind === 'unknown')?.name).toBe(
      'groups rows and calls .applyInPandas(), which cannot be traced (notebooks/gold/clusters.py)',
    );
  });

  it('does not mind how a name is written', () => {
    expect(lineage.around('bronze_orders', 'PRICE', UP).root).toBe('bronze_orders.price');
  });

  it('says which column is most like one that is not there', () => {
    expect(() => lineage.around('daily_sales', 'sale', UP)).toThrow(
      "daily_sales has no column 'sale'. Did you mean 'sales'?",
    );
  });

  it('asks for a table where a topic is given', () => {
    expect(() => lineage.around('topic:orders', 'price', UP)).toThrow(
      'orders is a topic and has no columns: use a column of the table that reads it.',
    );
  });
});
