import { notebookFunctions } from '../../../../local/review/datasets/notebook-functions';
import type { DeployedPipeline } from '../../../../local/review/plan/manifest';
import { pipelineChange } from './pipeline-change-fixture';

/** Both sides of a deployment that changes one notebook by hand. */
function sides(edit: (text: string) => string) {
  const { notebooks } = pipelineChange(() => {}).before as DeployedPipeline;
  return notebookFunctions(
    notebooks,
    new Map([...notebooks, ['bronze.py', edit(notebooks.get('bronze.py') ?? '')]]),
  );
}

test('what is the same on both sides is one object', () => {
  const { before, after } = sides((text) => `${text}\n\n# COMMAND ----------\n\nMORE = 1`);
  const read = (side: typeof before) => side.returned('bronze.py', 'bronze_events', false);
  expect(read(before)).toBeDefined();
  expect(read(before)).toBe(read(after));
});

test('shared code is all but the datasets themselves', () => {
  const { before, after } = sides((text) => text.replace('One row a delivery.', 'Other'));
  expect(before.sharedCode('bronze.py')).toBe(after.sharedCode('bronze.py'));
  expect(before.sharedCode('bronze.py')).toContain('def rejected_rows');
  expect(before.sharedCode('bronze.py')).toContain('BRONZE_EVENTS_DROPPED_BY = ');
  expect(before.sharedCode('bronze.py')).not.toContain('def bronze_events()');
});

test('a function that somebody wrote behind a dataset is shared code', () => {
  const { before, after } = sides((text) =>
    text
      .replace('dropped_by=', 'dropped_by=more() and ')
      .replace(/\n*$/, '\n\n\ndef more():\n    return 1\n'),
  );
  expect(after.sharedCode('bronze.py')).toContain('def more()');
  expect(before.sharedCode('bronze.py')).not.toBe(after.sharedCode('bronze.py'));
});

test('the own function of a dataset is what it returns', () => {
  const { before } = sides((text) => text);
  expect(before.ownFunction('bronze.py', 'bronze_events')?.trim()).toBe(
    'def bronze_events() -> DataFrame:\n    return events(raw=spark.readStream.table("raw_events"))',
  );
  expect(before.ownFunction('bronze.py', 'nothing')).toBeUndefined();
});

test('the place of columns counts where the code says so', () => {
  const { before, after } = sides((text) =>
    text.replace('return raw.withColumn', 'return raw.union(raw).withColumn'),
  );
  expect([before, after].map((side) => side.countsPositions('bronze.py', 'events'))).toEqual([false, true]);
});

test('a notebook that is not deployed has nothing', () => {
  const { before } = sides((text) => text);
  expect(before.source('none.py')).toBeUndefined();
  expect(before.returned('none.py', 'f', false)).toBeUndefined();
  expect(before.sharedCode('none.py')).toBe('');
});
