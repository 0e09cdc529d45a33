/** The public API for platform authors: pipelines, layers, datasets, columns, expectations, Kafka and synthesis. */

export {
  array,
  bigint,
  binary,
  boolean,
  type Column,
  type Columns,
  date,
  decimal,
  double,
  int,
  map,
  personal,
  string,
  struct,
  timestamp,
  withoutPersonalData,
} from './column';
export { AutoCdcTable, type AutoCdcTableProps } from './datasets/auto-cdc-table';
export type { Deduplication } from './datasets/deduplication';
export { KafkaStream, type KafkaStreamProps } from './datasets/kafka-stream';
export { MaterializedView, type MaterializedViewProps } from './datasets/materialized-view';
export { PublishedView, type PublishedViewProps } from './datasets/published-view';
export { StreamingTable, type StreamingTableProps } from './datasets/streaming-table';
export { TemporaryView, type TemporaryViewProps } from './datasets/temporary-view';
export {
  type Expectation,
  type ExpectationOptions,
  expectOrDrop,
  expectOrFail,
  expectOrWarn,
} from './expectation';
export {
  Dataset,
  type Inputs,
  Layer,
  type LayerProps,
  MedallionPipeline,
  type MedallionPipelineProps,
  MedallionPlatform,
  type MedallionPlatformProps,
} from './graph';
export { didYouMean } from './identifier';
export { KafkaSecurity } from './kafka-security';
export { KafkaSettings } from './kafka-settings';
export { QualityCheck, type QualityCheckProps } from './quality-check';
export { SecretReference, secretReferences } from './secret-reference';
export { exactly, settingProblems, share, wholeNumber } from './settings';
export { SynthesisError, synthesize } from './synthesis';
