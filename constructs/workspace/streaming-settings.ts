import type { z } from 'zod';
import type { MedallionPipeline } from '../medallion/graph';
import { exactly, matching, wholeNumber } from '../medallion/settings';

/** Two or three batches to pass raw, bronze and silver, and a sixth of the commits of Databricks' default, 5 seconds. */
const DEFAULT_TRIGGER_INTERVAL = '30 seconds';

/** Twice the cores of a small cluster, two workers with eight cores each. */
const DEFAULT_SHUFFLE_PARTITIONS = 32;

/** Kinds of dataset that read only new rows. */
const STREAMING = ['kafka_stream', 'streaming_table', 'auto_cdc_table'] as const;

/**
 * State on local disks instead of in memory, of which each batch stores only the changes. Databricks recommends both
 * for stateful streams; from runtime 17.3 they are the default.
 *
 * @see https://docs.databricks.com/aws/en/structured-streaming/rocksdb-state-store
 */
const STATE_ON_DISK = {
  'spark.sql.streaming.stateStore.providerClass':
    'com.databricks.sql.streaming.state.RocksDBStateStoreProvider',
  'spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled': 'true',
} as const;

/** How streaming tables read new rows, and how they keep state. */
export const StreamingSettings = exactly({
  /**
   * How often a continuous pipeline looks for new rows, such as `30 seconds`. A shorter interval means newer tables,
   * and more and smaller files.
   * @default '30 seconds'; in a pipeline with materialized views, what Databricks chooses for each kind of dataset
   * @see https://docs.databricks.com/aws/en/ldp/pipeline-mode#set-trigger-interval-for-continuous-pipelines
   */
  triggerInterval: matching(
    /^[1-9]\d* (second|minute|hour)s?$/,
    "Use a number and a unit: '30 seconds', '5 minutes', '1 hour'.",
  ).optional(),

  /**
   * Number of partitions of shuffles and of the state of a streaming table, on classic compute: one to two per core of
   * the largest cluster. A table keeps the number of its first update until a full refresh.
   * @default 32
   * @see https://docs.databricks.com/aws/en/structured-streaming/stateful-streaming
   */
  shufflePartitions: wholeNumber().optional(),
});
export type StreamingSettings = z.infer<typeof StreamingSettings>;

/** What the settings depend on. */
export interface StreamingContext {
  readonly pipeline: MedallionPipeline;
  readonly continuous: boolean;
  readonly serverless: boolean;
}

/** Return the settings as pipeline configuration: only what the mode and the compute of the pipeline use. */
export function streamingConfiguration(
  settings: StreamingSettings,
  { pipeline, continuous, serverless }: StreamingContext,
): Record<string, string> {
  const { triggerInterval, shufflePartitions = DEFAULT_SHUFFLE_PARTITIONS } = settings;
  const kinds = new Set(pipeline.datasets.map(({ kind }) => kind));
  const streams = STREAMING.some((kind) => kinds.has(kind));
  const interval = kinds.has('materialized_view')
    ? triggerInterval
    : (triggerInterval ?? DEFAULT_TRIGGER_INTERVAL);
  return {
    ...(continuous && interval !== undefined ? { 'pipelines.trigger.interval': interval } : {}),
    // Serverless compute sizes shuffles and manages state itself.
    ...(!serverless && streams
      ? { 'spark.sql.shuffle.partitions': String(shufflePartitions), ...STATE_ON_DISK }
      : {}),
  };
}

/** Return settings that would have no effect, each with the fix. */
export function ineffectiveStreamingSettings(
  { triggerInterval, shufflePartitions }: StreamingSettings,
  { continuous, serverless }: StreamingContext,
): string[] {
  return [
    ...(triggerInterval !== undefined && !continuous
      ? [
          `streaming.triggerInterval is '${triggerInterval}', but the pipeline is triggered: each update reads all new rows. Remove it.`,
        ]
      : []),
    ...(shufflePartitions !== undefined && serverless
      ? [
          `streaming.shufflePartitions is ${shufflePartitions}, but serverless compute sizes shuffles itself. Remove it.`,
        ]
      : []),
  ];
}
