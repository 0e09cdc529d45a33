import { string } from '../../../constructs/medallion/column';
import { KAFKA_COLUMNS } from '../../../constructs/medallion/kafka-stream';
import { COLUMNS, kafkaStream, PipelineFixture } from './pipeline-fixture';

describe('a Kafka stream', () => {
  it('has the position and the payload of each message before the fields of the payload', () => {
    const shop = new PipelineFixture();

    expect(Object.keys(kafkaStream(shop.layer('raw'), 'orders').columns)).toEqual([
      'kafka_timestamp',
      'kafka_topic',
      'kafka_partition',
      'kafka_offset',
      'kafka_key',
      'value',
      ...Object.keys(COLUMNS),
    ]);
    expect(KAFKA_COLUMNS.value).toEqual(string('The payload as it came'));
  });

  it('keeps its rows in a full refresh, because Kafka may no longer have them', () => {
    const shop = new PipelineFixture();
    const kept = kafkaStream(shop.layer('raw'), 'orders');
    const reset = kafkaStream(shop.layer('raw'), 'refunds', { resetAllowed: true });

    expect(kept.tableProperties).toEqual({ 'pipelines.reset.allowed': 'false' });
    expect(reset.tableProperties).toEqual({ 'pipelines.reset.allowed': 'true' });
  });

  it('has fields that are not named like its own columns', async () => {
    const shop = new PipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders', { fields: { value: string('Value of the order') } });

    expect(await shop.problems()).toEqual([
      "shop/raw/orders: field 'value' has the name of a column of every Kafka stream. Read it in the next layer.",
    ]);
  });

  it('has a topic that Kafka accepts', async () => {
    const shop = new PipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders', { topic: 'all orders' });

    expect(await shop.problems()).toEqual([
      "shop/raw/orders: topic 'all orders' is not a valid name: letters, digits, '.', '_' and '-', at most 249.",
    ]);
  });
});
