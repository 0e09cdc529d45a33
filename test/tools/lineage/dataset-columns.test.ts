import { loadSqlParser } from '../../../constructs/medallion/sources/sql';
import { type DatasetColumns, datasetColumns } from '../../../tools/lineage/dataset-columns';
import { columnTexts, rowTexts } from './computed-columns';
import { SHOP, SHOP_CODE } from './shop-fixture';

let shop: ReadonlyMap<string, DatasetColumns>;
beforeAll(async () => {
  await loadSqlParser();
  shop = datasetColumns(SHOP, SHOP_CODE);
});

const of = (name: string) => shop.get(name) as DatasetColumns;

describe('what the columns of each kind of dataset are made of', () => {
  it('are parts of the messages, in a Kafka stream', () => {
    expect(columnTexts(of('raw_orders'))).toEqual({
      kafka_timestamp: '= topic:orders.timestamp',
      value: '= topic:orders.value',
      id: '= topic:orders.value.id',
      price: '= topic:orders.value.price',
      unknown_fields: 'f topic:orders.value',
    });
  });

  it('are what the function returns, in a table', () => {
    expect(columnTexts(of('bronze_orders'))).toEqual({
      id: '= raw_orders.id',
      customer: 'f raw_orders.value',
      price: '= raw_orders.price',
      at: '= raw_orders.kafka_timestamp',
    });
    expect(columnTexts(of('daily_sales'))).toMatchObject({ orders: 'f bronze_orders.(rows)' });
  });

  it('are those of the table in its quarantine, with the columns that its rules name', () => {
    expect(columnTexts(of('bronze_orders_quarantine'))).toEqual({
      id: '= raw_orders.id',
      failed_expectations: 'f raw_orders.price',
    });
  });

  it('are those of the changes in an AUTO CDC table, whose versions are made of the sequence', () => {
    expect(columnTexts(of('customers'))).toEqual({
      customer: '= customers_changes.customer',
      last_price: '= customers_changes.last_price',
      __START_AT: '= customers_changes.at',
      __END_AT: '= customers_changes.at',
    });
  });

  it('are what the query selects, in a published view', () => {
    expect(columnTexts(of('best_days'))).toEqual({ day: '= daily_sales.day', sales: '= daily_sales.sales' });
  });

  it('are said to be unknown where the function is not followed', () => {
    expect(columnTexts(of('clusters')).cluster).toMatch(/^\? groups rows and calls \.applyInPandas\(\)/);
  });
});

describe('what decides which rows each kind of dataset has', () => {
  it('is a rule that turns rows away, by what it names', () => {
    expect(rowTexts(of('bronze_orders'))).toEqual(['rule: raw_orders.price']);
    expect(rowTexts(of('bronze_orders_quarantine'))).toEqual(['filter: raw_orders.price']);
  });

  it('is no rule that only warns', () => {
    expect(rowTexts(of('daily_sales'))).toEqual(['group: bronze_orders.at']);
  });

  it('is what a history is kept by', () => {
    expect(rowTexts(of('customers'))).toEqual([
      'key: customers_changes.customer',
      'order: customers_changes.at',
      'version: customers_changes.last_price',
    ]);
  });

  it('is the condition of a published view', () => {
    expect(rowTexts(of('best_days'))).toEqual(['filter: daily_sales.orders']);
  });

  it('is said to be unknown where the function is not followed', () => {
    expect(rowTexts(of('clusters')).at(-1)).toMatch(/^filter: \? groups rows/);
  });
});
