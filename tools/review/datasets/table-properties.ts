/** What it means that a property of a table changes. */
export type PropertyEffect = 'harmless' | 'protection removed' | 'incremental refresh lost' | 'unknown';

/** Properties that change how files are laid out or what is recorded of changes, and never rows. */
const HARMLESS = [
  'delta.autoOptimize.autoCompact',
  'delta.autoOptimize.optimizeWrite',
  'delta.checkpointPolicy',
  'delta.dataSkippingNumIndexedCols',
  'delta.dataSkippingStatsColumns',
  'delta.parquet.compression.codec',
  'delta.targetFileSize',
  'delta.tuneFileSizesForRewrites',
  'pipelines.autoOptimize.managed',
  'quality',
];

/** Properties that are harmless to turn on; who relies on them notices when they are turned off. */
const HARMLESS_TO_TURN_ON = [
  'delta.enableChangeDataFeed',
  'delta.enableRowTracking',
  'delta.enableTypeWidening',
];

/**
 * What a change of a property does. What is not known here is unknown: Delta has properties that delete old rows and
 * files, or that other readers cannot read.
 *
 * @see https://docs.databricks.com/aws/en/ldp/properties
 * @see https://docs.databricks.com/aws/en/delta/table-properties
 */
export function propertyEffect(
  name: string,
  before: string | undefined,
  after: string | undefined,
): PropertyEffect {
  if (name === 'pipelines.reset.allowed') return before === 'false' ? 'protection removed' : 'harmless';
  if (HARMLESS.includes(name)) return 'harmless';
  if (!HARMLESS_TO_TURN_ON.includes(name)) return 'unknown';
  if (after === 'true' || before !== 'true') return 'harmless';
  return name === 'delta.enableRowTracking' ? 'incremental refresh lost' : 'unknown';
}
