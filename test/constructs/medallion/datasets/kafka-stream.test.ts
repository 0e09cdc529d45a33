import { string } from '../../../../constructs/medallion/column';
import { KAFKA_COLUMNS } from '../../../../constructs/medallion/datasets/kafka-stream';
import { expectOrDrop, expectOrWarn } from '../../../../constructs/medallion/expectation';
import { COLUMNS, kafkaStream, pipelineFixture } from '../smallest-datasets';

describe('a Kafka stream', () => {
  it('has the position and the payload of each message before the fields of the payload', () => {
    const shop = pipelineFixture();

    expect(Object.keys(kafkaStream(shop.layer('raw'), 'orders').columns)).toEqual([
      'kafka_timestamp',
      'kafka_topic',
      'kafka_partition',
      'kafka_offset',
      'kafka_key',
      'value',
      ...Object.keys(COLUMNS),
      'unknown_fields',
    ]);
    expect(KAFKA_COLUMNS.value).toEqual(string('Message payload, unmodified'));
  });

  it('counts messages with fields that are no columns, before the rules that it is given', () => {
    const shop = pipelineFixture();
    const known = expectOrDrop('known', 'id IS NOT NULL');
    const orders = kafkaStream(shop.layer('raw'), 'orders', { expectations: [known] });

    expect(orders.expectations).toEqual([
      expectOrWarn('no_unknown_fields', 'unknown_fields IS NULL OR array_size(unknown_fields) = 0', {
        toleratedFailureRate: 1,
      }),
      known,
    ]);
  });

  it('keeps its rows in a full refresh, because Kafka may no longer have them', () => {
    const shop = pipelineFixture();
    const kept = kafkaStream(shop.layer('raw'), 'orders');
    const reset = kafkaStream(shop.layer('raw'), 'refunds', { resetAllowed: true });

    expect(kept.tableProperties).toEqual({ 'pipelines.reset.allowed': 'false' });
    expect(reset.tableProperties).toEqual({ 'pipelines.reset.allowed': 'true' });
  });

  it.each(['value', 'unknown_fields'])(
    'has fields that are not named like its own columns: %s',
    async (name) => {
      const shop = pipelineFixture();
      kafkaStream(shop.layer('raw'), 'orders', { fields: { [name]: string('A field') } });

      expect(await shop.problems()).toContain(
        `shop/sales/raw/orders: field '${name}' has the same name as a column that every Kafka stream has. Remove it here and parse it from 'value' in the next layer.`,
      );
    },
  );

  it('has a topic that Kafka accepts', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders', { topic: 'all orders' });

    expect(await shop.problems()).toEqual([
      "shop/sales/raw/orders: topic 'all orders' is not a valid topic name. Use at most 249 letters, digits, '.', '_' and '-'.",
    ]);
  });
});
