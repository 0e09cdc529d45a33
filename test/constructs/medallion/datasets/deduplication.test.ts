import { string, timestamp } from '../../../../constructs/medallion/column';
import type { Deduplication } from '../../../../constructs/medallion/datasets/deduplication';
import { expectOrDrop } from '../../../../constructs/medallion/expectation';
import type { PipelineFixture } from '../../../../constructs/medallion/testing';
import { kafkaStream, pipelineFixture, shopWithOrders, streamingTable } from '../smallest-datasets';

const EACH_ORDER_ONCE: Deduplication = { keys: ['id'], within: '2 days', time: 'seen_at' };

const CALL = `
    return sales_rows(
        orders=read_once(
            table="orders",
            keys=["id"],
            time="seen_at",
            within="2 days",
        ),
    )
`;

function shopWith(deduplicate: Deduplication): PipelineFixture {
  const shop = pipelineFixture();
  const orders = kafkaStream(shop.layer('raw'), 'orders', {
    fields: { id: string('Identity'), seen_at: timestamp('Time') },
  });
  streamingTable(shop.layer('silver'), 'sales', { orders }, { deduplicate });
  return shop;
}

describe('deduplication', () => {
  it('gives the function each row of its input once', async () => {
    const notebook = await shopWith(EACH_ORDER_ONCE).artefact('silver.py');

    expect(notebook).toContain('def read_once(table: str, keys: list[str], time: str, within: str)');
    expect(notebook).toContain(CALL);
  });

  it('gives the quarantine what it gives the table', async () => {
    const { shop, orders } = shopWithOrders();
    const expectations = [expectOrDrop('known', 'id IS NOT NULL')];
    const deduplicate = EACH_ORDER_ONCE;
    streamingTable(
      shop.layer('silver'),
      'sales',
      { orders },
      { deduplicate, expectations, quarantine: true },
    );

    const notebook = await shop.artefact('silver.py');

    expect(notebook.split('orders=read_once(')).toHaveLength(3);
  });

  it('is part of the manifest', async () => {
    const manifest = JSON.parse(await shopWith(EACH_ORDER_ONCE).artefact('lineage.json'));

    expect(manifest.datasets[1].deduplicate).toEqual(EACH_ORDER_ONCE);
  });

  it('is left out of a notebook without it', async () => {
    const { shop, orders } = shopWithOrders();
    streamingTable(shop.layer('silver'), 'sales', { orders });

    expect(await shop.artefact('silver.py')).not.toContain('read_once');
  });

  it.each<[string, Partial<Deduplication>, string]>([
    [
      'has keys',
      { keys: [] },
      'deduplicate has no keys. Name the columns that are equal for repeated deliveries.',
    ],
    [
      'is by columns of the input',
      { keys: ['idd'] },
      "deduplicate names 'idd', which orders does not have (kafka_timestamp, kafka_topic, kafka_partition, kafka_offset, kafka_key, value, id, seen_at, unknown_fields). Did you mean 'id'?",
    ],
    ['goes by a time', { time: 'id' }, "deduplicate: time 'id' of orders is STRING. Use a TIMESTAMP column."],
    [
      'is within a duration',
      { within: 'a week' },
      "deduplicate: within 'a week' is not a valid duration. Use minutes, hours or days, such as '7 days'.",
    ],
  ])('%s', async (_, wrong, problem) => {
    expect(await shopWith({ ...EACH_ORDER_ONCE, ...wrong }).problems()).toEqual([
      `shop/sales/silver/sales: ${problem}`,
    ]);
  });
});
