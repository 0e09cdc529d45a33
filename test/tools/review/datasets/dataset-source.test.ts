import { sourceChange } from '../../../../tools/review/datasets/dataset-source';
import { notebookFunctions } from '../../../../tools/review/datasets/notebook-functions';
import type { DeployedPlatform } from '../../../../tools/review/pipeline-change';
import { datasetOf, fixtureProject, pipelineChange } from './pipeline-change-fixture';

function source(name: string, notebook: string, before: string, after: string) {
  const dataset = datasetOf(fixtureProject(), name);
  const pipeline = pipelineChange(() => {}).before as DeployedPlatform;
  const edited = new Map(pipeline.notebooks);
  edited.set(notebook, (edited.get(notebook) ?? '').replace(before, after));
  const sides = { ...notebookFunctions(pipeline.notebooks, edited), renamed: new Map<string, string>() };
  return sourceChange(sides, dataset, dataset, true);
}

test('is the file of the author', () => {
  expect(source('gold_daily', 'gold.py', 'F.count("event_id")', 'F.count("amount")')).toEqual({
    file: 'notebooks/gold/daily.py',
    before: expect.stringContaining('F.count("event_id")'),
    after: expect.stringContaining('F.count("amount")'),
  });
});

test('is the query of a view, without name and comment', () => {
  expect(source('busy_users', 'gold_views.sql', '100', '99')).toEqual({
    file: 'notebooks/gold/busy_users.sql',
    before: 'SELECT user_id\nFROM gold_daily\nWHERE events > 100;\n',
    after: 'SELECT user_id\nFROM gold_daily\nWHERE events > 99;\n',
  });
});

test('is what changed of shared code where the own code did not', () => {
  const found = source(
    'silver_events',
    'silver.py',
    'dropDuplicatesWithinWatermark(keys)',
    'dropDuplicates(keys)',
  );
  expect(found).toMatchObject({ file: 'silver.py' });
  expect(found?.before).toContain('dropDuplicatesWithinWatermark(keys)');
  expect(found?.after).toContain('dropDuplicates(keys)');
  expect(found?.before).not.toContain('def unique_events');
});

test('is nothing where no code changed', () => {
  expect(
    source('silver_events', 'silver.py', '# MAGIC ## silver_events', '# MAGIC ## silver events'),
  ).toBeUndefined();
});
