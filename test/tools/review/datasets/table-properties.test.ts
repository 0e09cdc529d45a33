import { propertyEffect } from '../../../../tools/review/datasets/table-properties';

test.each([
  ['pipelines.reset.allowed', 'false', undefined, 'protection removed'],
  ['pipelines.reset.allowed', 'false', 'true', 'protection removed'],
  ['pipelines.reset.allowed', undefined, 'false', 'harmless'],
  ['delta.autoOptimize.autoCompact', 'true', undefined, 'harmless'],
  ['delta.enableRowTracking', undefined, 'true', 'harmless'],
  ['delta.enableRowTracking', 'true', undefined, 'incremental refresh lost'],
  ['delta.enableChangeDataFeed', undefined, 'true', 'harmless'],
  ['delta.enableChangeDataFeed', 'true', 'false', 'unknown'],
  ['delta.deletedFileRetentionDuration', undefined, 'interval 1 hour', 'unknown'],
  ['delta.columnMapping.mode', undefined, 'name', 'unknown'],
  ['team.note', undefined, 'x', 'unknown'],
])('%s from %s to %s is %s', (name, before, after, effect) => {
  expect(propertyEffect(name, before, after)).toBe(effect);
});
