import { declarationDifferences } from '../../../../tools/review/datasets/dataset-declaration';
import { describeDifference } from '../../../../tools/review/datasets/dataset-difference';
import { notebookFunctions } from '../../../../tools/review/datasets/notebook-functions';
import { settingDifferences } from '../../../../tools/review/datasets/setting-differences';
import type { DeployedPlatform } from '../../../../tools/review/pipeline-change';
import { datasetOf, fixtureProject, pipelineChange } from './pipeline-change-fixture';

/** What the declaration of a dataset tells that its manifest does not, after an edit of its notebook by hand. */
function told(name: string, before: string, after: string): string[] {
  const dataset = datasetOf(fixtureProject(), name);
  const pipeline = pipelineChange(() => {}).before as DeployedPlatform;
  const text = pipeline.notebooks.get(dataset.notebook) ?? '';
  const start = text.indexOf(`name="${name}"`);
  const edited = text.slice(0, start) + text.slice(start).replace(before, after);
  expect(edited).not.toBe(text);
  const notebooks = new Map([...pipeline.notebooks, [dataset.notebook, edited]]);
  return declarationDifferences(notebookFunctions(pipeline.notebooks, notebooks), dataset, dataset, []).map(
    describeDifference,
  );
}

test.each([
  [
    'a comment',
    'silver_events',
    'One row per event.',
    'Other',
    "declaration table.comment: 'One row per event.' → 'Other'",
  ],
  [
    'a clustering',
    'silver_events',
    '["event_id"]',
    '["a"]',
    "declaration table.cluster_by: 'event_id' → 'a'",
  ],
  [
    'a rule',
    'silver_events',
    '"of_a_user"',
    '"of_nobody"',
    "declaration expect_all_or_fail: {'of_a_user': 'coalesce((user_id IS NOT NULL), false)'} → {'of_nobody': 'coalesce((user_id IS NOT NULL), false)'}",
  ],
  [
    'a key of AUTO CDC',
    'silver_users',
    'keys=["user_id"]',
    'keys=["a"]',
    "declaration create_auto_cdc_flow.keys: 'user_id' → 'a'",
  ],
  [
    'a name of a flow',
    'silver_users',
    'keys=["user_id"]',
    'name="users", keys=["user_id"]',
    "flow name create_auto_cdc_flow.name is new: 'users'",
  ],
  [
    'an argument',
    'gold_daily',
    'comment=',
    'private=True, comment=',
    'declaration materialized_view.private is new: True',
  ],
  [
    'partitions',
    'gold_daily',
    'comment=',
    'partition_cols=["a"], comment=',
    "partitioning materialized_view.partition_cols is new: 'a'",
  ],
])('tells %s that only the notebook has', (_what, name, before, after, text) => {
  expect(told(name, before, after)).toEqual([text]);
});

test('what the manifest tells is not told again', () => {
  const { before, after } = pipelineChange((project) => {
    const dataset = datasetOf(project, 'silver_events');
    dataset.comment = 'New';
    dataset.clusterBy = ['user_id'];
  });
  const was = datasetOf(fixtureProject(), 'silver_events');
  const is = { ...was, comment: 'New', clusterBy: ['user_id'] };
  const sides = notebookFunctions(before?.notebooks ?? new Map(), after?.notebooks ?? new Map());
  expect(declarationDifferences(sides, was, is, settingDifferences(was, is))).toEqual([]);
});
