import { datasetCode } from '../../../tools/report/dataset-code';

const NOTEBOOK = `# Databricks notebook source
# MAGIC %md
# MAGIC # Silver

# COMMAND ----------

import shared

# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_sales
# MAGIC
# MAGIC One row per sale.

# COMMAND ----------


def sales(raw):
    return raw


# COMMAND ----------


@dp.table(name="silver_sales")
def silver_sales():
    return sales()

# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_products

# COMMAND ----------

products = 1
`;

describe('the code of datasets', () => {
  it('is what stands below the heading of each, function and declaration', () => {
    const code = datasetCode(NOTEBOOK);
    expect([...code.keys()]).toEqual(['silver_sales', 'silver_products']);
    expect(code.get('silver_sales')).toBe(
      'def sales(raw):\n    return raw\n\n\n@dp.table(name="silver_sales")\ndef silver_sales():\n    return sales()',
    );
  });

  it('is read from notebooks of SQL as well, whatever ends their lines', () => {
    const text =
      '-- Databricks notebook source\n\n-- COMMAND ----------\n\n-- MAGIC %md\n-- MAGIC ## gold_sales\n\n-- COMMAND ----------\n\nCREATE VIEW gold_sales AS\nSELECT 1;\n';
    expect(datasetCode(text.replaceAll('\n', '\r\n'))).toEqual(
      new Map([['gold_sales', 'CREATE VIEW gold_sales AS\nSELECT 1;']]),
    );
  });

  it('leaves out code that belongs to no dataset', () =>
    expect([...datasetCode(NOTEBOOK).values()].join()).not.toContain('import shared'));
});
