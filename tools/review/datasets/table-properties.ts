/** Effect of a change of a table property. */
export type PropertyEffect = 'harmless' | 'protection removed' | 'incremental refresh lost' | 'unknown';

/** Properties that affect file layout or change tracking, never rows. */
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

/** Properties that are harmless to turn on, but may break readers when turned off. */
const HARMLESS_TO_TURN_ON = [
  'delta.enableChangeDataFeed',
  'delta.enableRowTracking',
  'delta.enableTypeWidening',
];

/**
 * The effect of a change of a table property. Unlisted properties are unknown: some Delta properties delete old rows
 * and files, or make a table unreadable for other readers.
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
