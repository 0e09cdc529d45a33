import { settingProblems } from '../../../constructs/medallion/settings';
import { PipelineFixture } from '../../../constructs/medallion/testing';
import {
  ineffectiveStreamingSettings,
  type StreamingContext,
  StreamingSettings,
  streamingConfiguration,
} from '../../../constructs/workspace/streaming-settings';
import { temporaryDirectory } from '../../tools/support/temporary-directory';
import { kafkaStream, materializedView } from '../medallion/smallest-datasets';

/** A pipeline of one Kafka stream, continuous and on clusters unless something else is said. */
function pipelineThat(is: Partial<StreamingContext> = {}, hasView = false): StreamingContext {
  const shop = new PipelineFixture({ directory: temporaryDirectory() });
  const orders = kafkaStream(shop.layer('raw'), 'orders');
  if (hasView) materializedView(shop.layer('gold'), 'metrics', { orders });
  return { pipeline: shop.pipeline, continuous: true, serverless: false, ...is };
}

const ON_CLUSTERS = {
  'spark.sql.shuffle.partitions': '32',
  'spark.sql.streaming.stateStore.providerClass':
    'com.databricks.sql.streaming.state.RocksDBStateStoreProvider',
  'spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled': 'true',
};

describe('streaming settings as configuration of a pipeline', () => {
  it('are explicit by default', () => {
    expect(streamingConfiguration({}, pipelineThat())).toEqual({
      'pipelines.trigger.interval': '30 seconds',
      ...ON_CLUSTERS,
    });
  });

  it('take the values of the environment', () => {
    const settings = { triggerInterval: '5 minutes', shufflePartitions: 64 };
    expect(streamingConfiguration(settings, pipelineThat())).toEqual({
      ...ON_CLUSTERS,
      'pipelines.trigger.interval': '5 minutes',
      'spark.sql.shuffle.partitions': '64',
    });
  });

  it('leave shuffles and state to serverless compute, and triggers to a triggered pipeline', () => {
    expect(streamingConfiguration({}, pipelineThat({ serverless: true }))).toEqual({
      'pipelines.trigger.interval': '30 seconds',
    });
    expect(streamingConfiguration({}, pipelineThat({ continuous: false }))).toEqual(ON_CLUSTERS);
  });

  // https://docs.databricks.com/aws/en/ldp/pipeline-mode: the defaults of views and streams differ.
  it('leave the interval to Databricks where materialized views have it too', () => {
    const context = pipelineThat({ serverless: true }, true);
    expect(streamingConfiguration({}, context)).toEqual({});
    expect(streamingConfiguration({ triggerInterval: '1 minute' }, context)).toEqual({
      'pipelines.trigger.interval': '1 minute',
    });
  });
});

describe('streaming settings that cannot work', () => {
  it('have no effect', () => {
    const settings = { triggerInterval: '1 minute', shufflePartitions: 8 };
    expect(ineffectiveStreamingSettings(settings, pipelineThat())).toEqual([]);
    expect(
      ineffectiveStreamingSettings(settings, pipelineThat({ continuous: false, serverless: true })),
    ).toEqual([
      "streaming.triggerInterval is '1 minute', but the pipeline is triggered: each update reads all new rows. Remove it.",
      'streaming.shufflePartitions is 8, but serverless compute sizes shuffles itself. Remove it.',
    ]);
  });

  it.each(['30', '0 seconds', '1.5 minutes', '5m'])('have no interval that Spark reads: %s', (interval) => {
    expect(settingProblems(StreamingSettings, { triggerInterval: interval }, 'streaming')).toEqual([
      `streaming.triggerInterval is '${interval}'. Use a number and a unit: '30 seconds', '5 minutes', '1 hour'.`,
    ]);
  });
});
