import { existsSync } from 'node:fs';
import {
  bigint,
  date,
  KafkaStream,
  type Layer,
  MaterializedView,
  string,
} from '../../../constructs/medallion';
import { PipelineFixture } from '../../../constructs/medallion/testing';

/** A construct of an author's own: a gold table that counts the rows of a topic by day. */
class DailyCount extends MaterializedView {
  constructor(layer: Layer, topic: KafkaStream) {
    super(layer, `${layer.node.id}_daily_${topic.topic}`, {
      comment: `One row per day on which ${topic.topic} arrived.`,
      inputs: { messages: topic },
      columns: { date: date('UTC day'), messages: bigint('Messages of the day') },
    });
  }
}

const DAILY_ORDERS = `from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def daily_orders(messages: DataFrame) -> DataFrame:
    day = F.to_date("kafka_timestamp").alias("date")
    return messages.groupBy(day).agg(F.count("*").alias("messages"))
`;

describe("a test of one's own construct", () => {
  let shop: PipelineFixture;
  afterEach(() => shop.remove());

  function shopWith(files: Record<string, string>): PipelineFixture {
    shop = new PipelineFixture({ files });
    const fields = { id: string('Order ID') };
    const orders = new KafkaStream(shop.layer('raw'), 'raw_orders', {
      comment: 'One row per order.',
      topic: 'orders',
      fields,
    });
    new DailyCount(shop.layer('gold'), orders);
    return shop;
  }

  it('reads the notebook, the manifest and the Terraform that it gives', async () => {
    shopWith({ 'notebooks/gold/daily_orders.py': DAILY_ORDERS });

    expect(await shop.artefact('gold.py')).toContain('def gold_daily_orders() -> DataFrame:');
    expect((await shop.manifest()).datasets).toContainEqual(
      expect.objectContaining({ name: 'gold_daily_orders', kind: 'materialized_view' }),
    );
    expect(await shop.terraform()).toHaveProperty('terraform.backend');
  });

  it('reads its problems', async () => {
    shopWith({});

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/gold_daily_orders: notebooks/gold/daily_orders.py does not exist. Create it with a function 'daily_orders', or set 'transform' to another file.",
    ]);
    await expect(shop.manifest()).rejects.toThrow('1 problem, nothing was written.');
  });

  it('leaves no files behind', () => {
    shopWith({ 'notebooks/gold/daily_orders.py': DAILY_ORDERS });
    shop.remove();

    expect(existsSync(shop.root)).toBe(false);
  });
});
