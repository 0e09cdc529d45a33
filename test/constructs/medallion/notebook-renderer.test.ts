import { expectOrDrop, expectOrFail, expectOrWarn } from '../../../constructs/medallion/expectation';
import { Layer } from '../../../constructs/medallion/layer';
import {
  autoCdcTable,
  kafkaStream,
  materializedView,
  PipelineFixture,
  publishedView,
  streamingTable,
  temporaryView,
} from './pipeline-fixture';

/** The code of a notebook from `begin` to the end of the cell that it stands in. */
function cellFrom(notebook: string, begin: string): string {
  const start = notebook.indexOf(begin);
  expect(start).toBeGreaterThanOrEqual(0);
  const end = notebook.indexOf('\n\n# COMMAND', start);
  return notebook.slice(start, end < 0 ? undefined : end).trimEnd();
}

const SCHEMA = ["        id STRING COMMENT 'Identity',", "        seen_at TIMESTAMP COMMENT 'Time'"];

describe('a notebook', () => {
  it('begins with what the layer is, where it comes from and its imports', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const gold = new Layer(shop.only, 'gold', { comment: 'Figures.\n\n- for *analysts*\n- for the board' });
    materializedView(gold, 'metrics', { orders });

    expect(await shop.artefact('gold.py')).toMatch(
      [
        '# Databricks notebook source',
        '# MAGIC %md',
        '# MAGIC # Gold',
        '# MAGIC',
        '# MAGIC Figures.',
        '# MAGIC',
        '# MAGIC - for *analysts*',
        '# MAGIC - for the board',
        '# MAGIC',
        '# MAGIC Generated for the pipeline `shop`. What is changed here is lost with the next deployment:',
        '# MAGIC change the project that it was deployed from.',
        '',
        '# COMMAND ----------',
        '',
        'from pyspark import pipelines as dp',
        'from pyspark.sql import DataFrame',
        '',
        '# COMMAND ----------',
        '',
        '# MAGIC %md',
        '# MAGIC ## metrics',
      ].join('\n'),
    );
  });

  it('ends with one newline and has no space at the end of a line', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    publishedView(shop.layer('raw'), 'recent', [orders], '\nSELECT id, seen_at FROM orders;\n\n\n');

    for (const file of ['raw.py', 'raw_views.sql', 'lineage.json']) {
      const text = await shop.artefact(file);
      expect(text).toMatch(/\S\n$/);
      expect(text).not.toMatch(/[ \t]$/m);
    }
  });

  it('heads each dataset with comment, kind, inputs, file and rules', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const refunds = kafkaStream(shop.layer('raw'), 'refunds');
    const expectations = [
      expectOrWarn('recent', "seen_at > '2020-01-01'"),
      expectOrDrop('known', 'id IS NOT NULL'),
      expectOrFail('simple', "id NOT LIKE '%|%'"),
    ];
    materializedView(shop.layer('gold'), 'metrics', { orders, refunds }, { expectations });

    expect(cellFrom(await shop.artefact('gold.py'), '# MAGIC ## metrics')).toBe(
      [
        '# MAGIC ## metrics',
        '# MAGIC',
        '# MAGIC All metrics.',
        '# MAGIC',
        '# MAGIC Materialized view. Reads `orders`, `refunds`. Written in `notebooks/metrics_rows.py`.',
        '# MAGIC',
        '# MAGIC | rule | rows that fail | condition |',
        '# MAGIC | --- | --- | --- |',
        "# MAGIC | recent | kept and counted | `seen_at > '2020-01-01'` |",
        '# MAGIC | known | dropped and counted | `id IS NOT NULL` |',
        "# MAGIC | simple | the update fails | `id NOT LIKE '%\\|%'` |",
      ].join('\n'),
    );
  });
});

describe('a Kafka stream in its notebook', () => {
  it('reads its topic with settings of the pipeline, and keeps the payload beside its fields', async () => {
    const shop = new PipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders', { topic: 'all-orders' });
    const text = await shop.artefact('raw.py');

    expect(text).toContain('ORDERS_FIELDS = {\n    "id": "STRING",\n    "seen_at": "TIMESTAMP",\n}\n');
    expect(text).toContain(
      'def orders() -> DataFrame:\n    return parse_payload(read_topic("all-orders"), ORDERS_FIELDS)\n',
    );
    expect(text).toContain('\n@dp.expect_all(\n    {\n        "no_unknown_fields": "coalesce((');
    expect(text).toContain('spark.conf.get(key, None) for key, name in KAFKA_READER_OPTIONS.items()');
    expect(text).toContain('F.col("value").cast("string").alias("value")');
    expect(text).toContain(
      '    table_properties={\n        "quality": "raw",\n        "pipelines.reset.allowed": "false",\n    },\n',
    );
  });

  it('shares what reads Kafka with the others', async () => {
    const shop = new PipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders');
    kafkaStream(shop.layer('raw'), 'refunds');

    expect((await shop.artefact('raw.py')).match(/def read_topic\(/g)).toHaveLength(1);
  });
});

describe('a streaming table in its notebook', () => {
  it('is a table that reads its inputs as streams', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { clusterBy: ['id'] });

    expect(cellFrom(await shop.artefact('bronze.py'), '@dp.table')).toBe(
      [
        '@dp.table(',
        '    name="sales",',
        '    comment="All sales.",',
        '    schema="""',
        ...SCHEMA,
        '    """,',
        '    table_properties={',
        '        "quality": "bronze",',
        '    },',
        '    cluster_by=["id"],',
        ')',
        'def sales() -> DataFrame:',
        '    return sales_rows(orders=spark.readStream.table("orders"))',
      ].join('\n'),
    );
  });

  it('that shares its function with another one does not repeat it', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const { transform } = streamingTable(shop.layer('bronze'), 'sales', { orders });
    streamingTable(shop.layer('bronze'), 'refunds', { orders }, { transform: transform.file });
    const text = await shop.artefact('bronze.py');

    expect(text.match(/def sales_rows\(/g)).toHaveLength(1);
    expect(text).toContain(
      'def refunds() -> DataFrame:\n    return sales_rows(orders=spark.readStream.table("orders"))',
    );
  });
});

describe('a materialized view in its notebook', () => {
  it('reads its inputs whole, and its rules stand below its decorator', async () => {
    const shop = new PipelineFixture();
    const userOrders = kafkaStream(shop.layer('raw'), 'orders');
    const expectations = [expectOrFail('known', 'id IS NOT NULL')];
    materializedView(shop.layer('gold'), 'metrics', { userOrders }, { expectations });

    expect(cellFrom(await shop.artefact('gold.py'), '@dp.materialized_view')).toBe(
      [
        '@dp.materialized_view(',
        '    name="metrics",',
        '    comment="All metrics.",',
        '    schema="""',
        ...SCHEMA,
        '    """,',
        '    table_properties={',
        '        "quality": "gold",',
        '    },',
        ')',
        '@dp.expect_all_or_fail(',
        '    {',
        '        "known": "coalesce((id IS NOT NULL), false)",',
        '    }',
        ')',
        'def metrics() -> DataFrame:',
        '    return metrics_rows(user_orders=spark.read.table("orders"))',
      ].join('\n'),
    );
  });

  it('with many inputs reads one a line', async () => {
    const shop = new PipelineFixture();
    const inputs = Object.fromEntries(
      ['orders_of_the_day', 'refunds_of_the_day', 'customers_of_the_day'].map((name) => [
        name,
        kafkaStream(shop.layer('raw'), name),
      ]),
    );
    materializedView(shop.layer('gold'), 'metrics', inputs);

    expect(await shop.artefact('gold.py')).toContain(
      [
        '    return metrics_rows(',
        '        orders_of_the_day=spark.read.table("orders_of_the_day"),',
        '        refunds_of_the_day=spark.read.table("refunds_of_the_day"),',
        '        customers_of_the_day=spark.read.table("customers_of_the_day"),',
        '    )\n',
      ].join('\n'),
    );
  });
});

describe('a temporary view in its notebook', () => {
  it('is a view without schema, because nothing is stored', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    temporaryView(shop.layer('silver'), 'recent', { orders }, { read: 'stream' });

    expect(cellFrom(await shop.artefact('silver.py'), '@dp.temporary_view')).toBe(
      [
        '@dp.temporary_view(',
        '    name="recent",',
        '    comment="All recent.",',
        ')',
        'def recent() -> DataFrame:',
        '    return recent_rows(orders=spark.readStream.table("orders"))',
      ].join('\n'),
    );
  });
});

describe('an AUTO CDC table in its notebook', () => {
  it('is a view of the changes with the rules, the table, and the flow between them', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    autoCdcTable(
      shop.layer('silver'),
      'customers',
      { orders },
      {
        expectations: [expectOrDrop('known', 'id IS NOT NULL')],
        applyAsDeletes: "id = 'gone'",
        exceptColumns: ['seen_at'],
        trackHistory: ['id'],
      },
    );
    const text = await shop.artefact('silver.py');

    expect(cellFrom(text, '@dp.temporary_view')).toBe(
      [
        '@dp.temporary_view(',
        '    name="customers_changes",',
        '    comment="Changes that customers follows.",',
        ')',
        '@dp.expect_all_or_drop(',
        '    {',
        '        "known": "coalesce((id IS NOT NULL), false)",',
        '    }',
        ')',
        'def customers_changes() -> DataFrame:',
        '    return customers_rows(orders=spark.readStream.table("orders"))',
      ].join('\n'),
    );
    expect(cellFrom(text, 'dp.create_streaming_table')).toBe(
      [
        'dp.create_streaming_table(',
        '    name="customers",',
        '    comment="All customers.",',
        '    schema="""',
        "        id STRING COMMENT 'Identity',",
        "        __START_AT TIMESTAMP COMMENT 'seen_at of the change that began this version',",
        "        __END_AT TIMESTAMP COMMENT 'seen_at of the change that ended it; NULL while it holds'",
        '    """,',
        '    table_properties={',
        '        "quality": "silver",',
        '    },',
        ')',
        '',
        'dp.create_auto_cdc_flow(',
        '    target="customers",',
        '    source="customers_changes",',
        '    keys=["id"],',
        '    sequence_by="seen_at",',
        '    apply_as_deletes="id = \'gone\'",',
        '    except_column_list=["seen_at"],',
        '    stored_as_scd_type=2,',
        '    track_history_column_list=["id"],',
        ')',
      ].join('\n'),
    );
    expect(text).toContain('# MAGIC AUTO CDC table, SCD type 2. Reads `orders`. Written in');
  });

  it('of type 1 tracks nothing', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    autoCdcTable(shop.layer('silver'), 'customers', { orders }, { scdType: 1 });

    expect(cellFrom(await shop.artefact('silver.py'), 'dp.create_auto_cdc_flow')).toBe(
      [
        'dp.create_auto_cdc_flow(',
        '    target="customers",',
        '    source="customers_changes",',
        '    keys=["id"],',
        '    sequence_by="seen_at",',
        '    stored_as_scd_type=1,',
        ')',
      ].join('\n'),
    );
  });
});

describe('a published view', () => {
  it('stands in a SQL notebook of its layer, its query as written', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    publishedView(shop.layer('raw'), 'recent', [orders], 'SELECT id, seen_at -- both\nFROM orders\n');

    expect(await shop.artefact('raw_views.sql')).toBe(
      [
        '-- Databricks notebook source',
        '-- MAGIC %md',
        '-- MAGIC # Raw: published views',
        '-- MAGIC',
        '-- MAGIC The raw layer.',
        '-- MAGIC',
        '-- MAGIC Generated for the pipeline `shop`. What is changed here is lost with the next deployment:',
        '-- MAGIC change the project that it was deployed from.',
        '',
        '-- COMMAND ----------',
        '',
        '-- MAGIC %md',
        '-- MAGIC ## recent',
        '-- MAGIC',
        '-- MAGIC All recent.',
        '-- MAGIC',
        '-- MAGIC Published view. Reads `orders`. Written in `notebooks/recent.sql`.',
        '',
        '-- COMMAND ----------',
        '',
        'CREATE VIEW recent',
        "COMMENT 'All recent.'",
        'AS',
        'SELECT id, seen_at -- both',
        'FROM orders;',
        '',
      ].join('\n'),
    );
    expect(await shop.artefact('raw.py')).not.toContain('recent');
  });
});
