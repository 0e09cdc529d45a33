import { expectOrDrop, expectOrFail, expectOrWarn } from '../../../../constructs/medallion/expectation';
import { materializedView, shopWithOrders, streamingTable } from '../smallest-datasets';

/** The bronze notebook of a table `sales` with one rule of each strength and a quarantine. */
async function notebook(): Promise<string> {
  const { shop, orders } = shopWithOrders();
  streamingTable(
    shop.layer('bronze'),
    'sales',
    { orders },
    {
      expectations: [
        expectOrWarn('recent', "seen_at > '2020-01-01'"),
        expectOrDrop('known', 'id IS NOT NULL'),
        expectOrDrop('named', "id <> ''"),
        expectOrFail('short', 'length(id) < 10'),
      ],
      quarantine: true,
    },
  );
  return shop.artefact('bronze.py');
}

describe('a quarantine', () => {
  it('needs a rule that drops rows', async () => {
    const { shop, orders } = shopWithOrders();
    const expectations = [expectOrWarn('known', 'id IS NOT NULL')];
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { expectations, quarantine: true });

    expect(await shop.problems()).toEqual([
      'shop/sales/bronze/sales/sales_quarantine: sales has a quarantine, but none of its rules drops rows. Use expectOrDrop, or remove the quarantine.',
    ]);
  });

  it('adds nothing to what is wrong with its table', async () => {
    const { shop, orders } = shopWithOrders();
    const expectations = [expectOrDrop('known', 'id IS NOT NULL')];
    const transform = 'notebooks/none.py';
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { expectations, quarantine: true, transform });

    expect(await shop.problems()).toEqual([
      "shop/sales/bronze/sales: notebooks/none.py does not exist. Create it with a function 'none', or set 'transform' to another file.",
    ]);
  });

  it('has the columns of its table, and which rules a row failed', () => {
    const { shop, orders } = shopWithOrders();
    const sales = materializedView(shop.layer('gold'), 'sales', { orders }, { quarantine: true });

    expect(sales.quarantine?.name).toBe('sales_quarantine');
    expect(
      Object.entries(sales.quarantine?.columns ?? {}).map(([name, { type }]) => `${name} ${type}`),
    ).toEqual(['id STRING', 'seen_at TIMESTAMP', 'failed_expectations ARRAY<STRING>']);
  });

  it('is of the kind of its table, and can be read like it', () => {
    const { shop, orders } = shopWithOrders();
    const table = streamingTable(shop.layer('bronze'), 'sales', { orders }, { quarantine: true });
    const view = materializedView(shop.layer('gold'), 'totals', { orders }, { quarantine: true });

    const natureOf = ({ quarantine }: typeof table | typeof view) => [
      quarantine?.kind,
      quarantine?.streamable,
    ];
    expect(natureOf(table)).toEqual(['streaming_table', true]);
    expect(natureOf(view)).toEqual(['materialized_view', false]);
  });

  it('takes exactly the rows that its table drops, rules that are NULL included: both use the same rules', async () => {
    const text = await notebook();

    expect(text).toContain(
      [
        'SALES_DROPPED_BY = {',
        '    "known": "coalesce((id IS NOT NULL), false)",',
        '    "named": "coalesce((id <> \'\'), false)",',
        '}',
      ].join('\n'),
    );
    expect(text).toContain('@dp.expect_all_or_drop(SALES_DROPPED_BY)\n');
    expect(text).toContain('dropped_by=SALES_DROPPED_BY,\n');
    expect(text).toContain('rows.where(" OR ".join(f"NOT {rule}" for rule in dropped_by.values()))');
  });

  it('leaves a warning a warning and a failure a failure', async () => {
    const text = await notebook();

    expect(text).toContain(
      '@dp.expect_all(\n    {\n        "recent": "coalesce((seen_at > \'2020-01-01\'), false)",\n    }\n)\n',
    );
    expect(text).toContain(
      '@dp.expect_all_or_fail(\n    {\n        "short": "coalesce((length(id) < 10), false)",\n    }\n)\n',
    );
  });

  it('says of a row every rule that it failed, also those that do not drop', async () => {
    expect(await notebook()).toContain(
      [
        'def sales_quarantine() -> DataFrame:',
        '    return rejected_rows(',
        '        sales_rows(orders=spark.readStream.table("orders")),',
        '        dropped_by=SALES_DROPPED_BY,',
        '        also_reported={',
        '            "recent": "coalesce((seen_at > \'2020-01-01\'), false)",',
        '            "short": "coalesce((length(id) < 10), false)",',
        '        },',
        '    )',
      ].join('\n'),
    );
  });

  it('has no rules of its own: its rows fail them by definition', async () => {
    const text = await notebook();
    const section = text.slice(text.indexOf('## sales_quarantine'));

    expect(section).not.toContain('dp.expect');
  });
});
