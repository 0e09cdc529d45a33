import { datasetChanges } from '../../../../local/review/datasets/dataset-change';
import { datasetEffects } from '../../../../local/review/datasets/dataset-effects';
import { DatasetGraph } from '../../../../local/review/datasets/dataset-graph';
import type { Manifest } from '../../../../local/review/plan/manifest';
import { datasetOf, type FixtureProject, pipelineChange } from './pipeline-change-fixture';

function effects(edit: (project: FixtureProject) => void) {
  const change = pipelineChange(edit);
  const found = datasetEffects(datasetChanges(change), new DatasetGraph(change.after?.manifest as Manifest));
  return Object.fromEntries(
    [...found].map(([name, all]) => [name, Object.entries(all).filter(([, reasons]) => reasons.length > 0)]),
  );
}

test('a view acts on the table that its rows pass into', () => {
  const found = effects((project) => {
    const file = 'notebooks/silver/users.py';
    project.code[file] = (project.code[file] ?? '').replace(
      'events.select',
      'events.where("amount > 1").select',
    );
  });
  expect(found).toEqual({
    silver_users: [
      [
        'oldRowsStay',
        ['`silver_users_changes`, which it reads, changed: its code computes rows in another way'],
      ],
    ],
  });
});

test('whatever changes of a materialized view, it is computed anew', () => {
  const found = effects((project) => {
    datasetOf(project, 'gold_daily').columns = [];
  });
  expect(found).toEqual({
    gold_daily: [['recompute', ['column user_id is gone: STRING', 'column events is gone: BIGINT']]],
  });
});

test('one source in place of another is one reason', () => {
  const found = effects((project) => {
    datasetOf(project, 'silver_events').inputs = [
      { dataset: 'raw_events', parameter: 'events', read: 'stream' },
    ];
  });
  expect(found).toEqual({
    silver_events: [['fullRefresh', ['reads `raw_events` instead of `bronze_events`']]],
  });
});

test('a table with another name has nothing yet that could be touched', () => {
  const found = effects((project) => {
    const dataset = datasetOf(project, 'silver_users');
    dataset.name = 'users';
    dataset.comment = 'Users.';
  });
  expect(found).toEqual({});
});
