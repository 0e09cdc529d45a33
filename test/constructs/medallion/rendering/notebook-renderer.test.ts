import { expectOrDrop, expectOrFail, expectOrWarn } from '../../../../constructs/medallion/expectation';
import {
  autoCdcTable,
  kafkaStream,
  materializedView,
  publishedView,
  shopWithOrders,
  streamingTable,
  temporaryView,
} from '../smallest-datasets';

/** The code of a notebook from `begin` to the end of the cell that it stands in. */
function cellFrom(notebook: string, begin: string): string {
  const start = notebook.indexOf(begin);
  expect(start).toBeGreaterThanOrEqual(0);
  const end = notebook.indexOf('\n\n# COMMAND', start);
  return notebook.slice(start, end < 0 ? undefined : end).trimEnd();
}

describe('a notebook', () => {
  it('ends with one newline and has no space at the end of a line', async () => {
    const { shop, orders } = shopWithOrders();
    publishedView(shop.layer('raw'), 'recent', [orders], '\nSELECT id, seen_at FROM orders;\n\n\n');

    for (const file of ['raw.py', 'raw_views.sql', 'lineage.json']) {
      const text = await shop.artefact(file);
      expect(text).toMatch(/\S\n$/);
      expect(text).not.toMatch(/[ \t]$/m);
    }
  });

  it('heads each dataset with comment, kind, inputs, file and rules', async () => {
    const { shop, orders } = shopWithOrders();
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
        '# MAGIC Materialized view. Reads `orders`, `refunds`. Source: `notebooks/metrics_rows.py`.',
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

describe('a streaming table in its notebook', () => {
  it('that shares its function with another one does not repeat it', async () => {
    const { shop, orders } = shopWithOrders();
    const { transform } = streamingTable(shop.layer('bronze'), 'sales', { orders });
    streamingTable(shop.layer('bronze'), 'refunds', { orders }, { transform: transform.file });
    const text = await shop.artefact('bronze.py');

    expect(text.match(/def sales_rows\(/g)).toHaveLength(1);
    expect(text).toContain(
      'def refunds() -> DataFrame:\n    return sales_rows(orders=spark.readStream.table("orders"))',
    );
  });
});

describe('a temporary view in its notebook', () => {
  it('is a view without schema, because nothing is stored', async () => {
    const { shop, orders } = shopWithOrders();
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
    const { shop, orders } = shopWithOrders();
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
        '    comment="Changes applied to customers.",',
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
        "        __START_AT TIMESTAMP COMMENT 'seen_at of the change that started this version',",
        "        __END_AT TIMESTAMP COMMENT 'seen_at of the change that ended this version; NULL for the current one'",
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
    expect(text).toContain('# MAGIC AUTO CDC table, SCD type 2. Reads `orders`. Source:');
  });

  it('of type 1 tracks nothing', async () => {
    const { shop, orders } = shopWithOrders();
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
