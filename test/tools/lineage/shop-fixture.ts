import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PipelineCode } from '../../../tools/lineage/dataset-columns';
import { NotebookExpressions } from '../../../tools/lineage/notebook-expressions';
import { columns, manifestDataset as dataset, manifestOf, writeManifest } from '../support/manifest-fixture';

const reads = (name: string, read: 'stream' | 'batch') => [{ dataset: name, parameter: name, read }];

const MESSAGE = {
  kafka_timestamp: 'TIMESTAMP',
  value: 'STRING',
  id: 'STRING',
  price: 'DOUBLE',
  unknown_fields: 'ARRAY<STRING>',
};
const PRICED = { name: 'priced', rule: 'coalesce((price > 0), false)', action: 'drop' } as const;

/** A small shop: a table of each kind, from a topic to a view. */
export const SHOP = manifestOf(
  [
    dataset({
      name: 'raw_orders',
      layer: 'raw',
      kind: 'kafka_stream',
      topic: 'orders',
      columns: columns(MESSAGE),
    }),
    dataset({
      name: 'bronze_orders',
      layer: 'bronze',
      kind: 'streaming_table',
      columns: columns({ id: 'STRING', customer: 'STRING', price: 'DOUBLE', at: 'TIMESTAMP' }),
      inputs: reads('raw_orders', 'stream'),
      expectations: [PRICED],
      quarantine: 'bronze_orders_quarantine',
    }),
    dataset({
      name: 'bronze_orders_quarantine',
      layer: 'bronze',
      kind: 'streaming_table',
      columns: columns({ id: 'STRING', failed_expectations: 'ARRAY<STRING>' }),
      inputs: reads('raw_orders', 'stream'),
      quarantineOf: 'bronze_orders',
    }),
    dataset({
      name: 'customers_changes',
      layer: 'silver',
      kind: 'temporary_view',
      columns: columns({ customer: 'STRING', last_price: 'DOUBLE', at: 'TIMESTAMP' }),
      inputs: reads('bronze_orders', 'stream'),
    }),
    dataset({
      name: 'customers',
      layer: 'silver',
      kind: 'auto_cdc_table',
      columns: columns({
        customer: 'STRING',
        last_price: 'DOUBLE',
        __START_AT: 'TIMESTAMP',
        __END_AT: 'TIMESTAMP',
      }),
      inputs: reads('customers_changes', 'stream'),
      primaryKey: ['customer', '__START_AT'],
      cdc: {
        keys: ['customer'],
        sequenceBy: 'at',
        scdType: 2,
        exceptColumns: ['at'],
        trackHistory: ['last_price'],
      },
    }),
    dataset({
      name: 'daily_sales',
      layer: 'gold',
      kind: 'materialized_view',
      columns: columns({ day: 'DATE', sales: 'DOUBLE', orders: 'BIGINT' }),
      inputs: reads('bronze_orders', 'batch'),
      primaryKey: ['day'],
      expectations: [{ name: 'sold', rule: 'coalesce((sales >= 0), false)', action: 'warn' }],
    }),
    dataset({
      name: 'clusters',
      layer: 'gold',
      kind: 'materialized_view',
      columns: columns({ customer: 'STRING', cluster: 'INT' }),
      inputs: reads('customers', 'batch'),
    }),
    dataset({
      name: 'best_days',
      layer: 'gold',
      kind: 'published_view',
      columns: columns({ day: 'DATE', sales: 'DOUBLE' }),
      inputs: reads('daily_sales', 'batch'),
    }),
  ],
  [
    {
      name: 'all_sold',
      comment: 'Every order is sold.',
      query: 'SELECT 1 FROM daily_sales',
      inputs: ['daily_sales'],
    },
  ],
);

const IMPORTS = 'from pyspark.sql import DataFrame, Window\nfrom pyspark.sql import functions as F';

const declared = (name: string, returned: string) =>
  `@dp.table(\n    name="${name}",\n)\ndef ${name}() -> DataFrame:\n    return ${returned}`;

/** A notebook of cells. */
export function notebook(...cells: readonly string[]): string {
  return ['# Databricks notebook source', IMPORTS, ...cells].join('\n\n# COMMAND ----------\n\n');
}

const NOTEBOOKS: Readonly<Record<string, string>> = {
  'sales/bronze.py': notebook(
    `def rejected_rows(rows, dropped_by):
    failed = F.array(*[F.when(~F.expr(rule), F.lit(name)) for name, rule in dropped_by.items()])
    rejected = rows.where(" OR ".join(f"NOT {rule}" for rule in dropped_by.values()))
    return rejected.withColumn("failed_expectations", F.array_compact(failed))`,
    `def orders(raw):
    return raw.select("id", F.get_json_object("value", "$.who").alias("customer"), "price", F.col("kafka_timestamp").alias("at"))`,
    `BRONZE_ORDERS_DROPPED_BY = {"priced": "coalesce((price > 0), false)"}\n\n\n${declared('bronze_orders', 'orders(spark.readStream.table("raw_orders"))')}`,
    declared(
      'bronze_orders_quarantine',
      'rejected_rows(orders(spark.readStream.table("raw_orders")), dropped_by=BRONZE_ORDERS_DROPPED_BY)',
    ),
  ),
  'sales/silver.py': notebook(
    declared(
      'customers_changes',
      'spark.readStream.table("bronze_orders").select("customer", F.col("price").alias("last_price"), "at")',
    ),
  ),
  'sales/gold.py': notebook(
    `def sales(orders):
    """Sales by day."""
    return orders.groupBy(F.to_date("at").alias("day")).agg(F.sum("price").alias("sales"), F.count("*").alias("orders"))`,
    declared('daily_sales', 'sales(orders=spark.read.table("bronze_orders"))'),
    declared(
      'clusters',
      'spark.read.table("customers").groupBy("customer").applyInPandas(cluster, "customer STRING, cluster INT")',
    ),
  ),
};

const BEST_DAYS = 'SELECT day, sales FROM daily_sales WHERE orders > 10';

/** The code of the shop. */
export const SHOP_CODE: PipelineCode = {
  notebooks: new NotebookExpressions((file) => NOTEBOOKS[file] ?? ''),
  queryOf: () => BEST_DAYS,
};

/** Writes the shop as synthesis does, and its query beside it. */
export function writeShop(directory: string): void {
  mkdirSync(path.join(directory, 'notebooks', 'gold'), { recursive: true });
  writeFileSync(path.join(directory, 'notebooks', 'gold', 'best_days.sql'), BEST_DAYS);
  writeManifest(directory, SHOP);
  for (const [file, text] of Object.entries(NOTEBOOKS)) writeFileSync(path.join(directory, file), text);
}
