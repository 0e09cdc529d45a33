/** What the author of a platform imports: pipelines, layers, kinds of dataset, columns, rules, Kafka, synthesis. */
export { AutoCdcTable, type AutoCdcTableProps } from './auto-cdc-table';
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
export type { Deduplication } from './deduplication';
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
} from './graph';
export { didYouMean } from './identifier';
export {
  type KafkaKeystore,
  type KafkaPlaintext,
  type KafkaSaslOauthBearer,
  type KafkaSaslPassword,
  type KafkaSecurity,
  type KafkaSsl,
  type KafkaTruststore,
  secretReferences,
} from './kafka-security';
export type { KafkaSettings } from './kafka-settings';
export { KafkaStream, type KafkaStreamProps } from './kafka-stream';
export { MaterializedView, type MaterializedViewProps } from './materialized-view';
export { PublishedView, type PublishedViewProps } from './published-view';
export { QualityCheck, type QualityCheckProps } from './quality-check';
export type { SecretReference } from './secret-reference';
export { StreamingTable, type StreamingTableProps } from './streaming-table';
export { SynthesisError, synthesize } from './synthesis';
export { TemporaryView, type TemporaryViewProps } from './temporary-view';
