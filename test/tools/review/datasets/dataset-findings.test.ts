import { findings, findingsOf } from './dataset-findings-fixture';
import { datasetOf, deployedFrom, fixtureProject } from './pipeline-change-fixture';

test('the same project has no findings', () => {
  expect(findings(() => {})).toEqual([]);
});

describe('manifests', () => {
  const pipeline = deployedFrom(fixtureProject());
  const { manifest: _none, ...without } = pipeline;

  test.each([
    ['what is deployed', { before: without, after: pipeline }],
    ['what is to be deployed', { before: pipeline, after: without }],
  ])('without one of %s nothing is known', (_what, change) => {
    expect(findingsOf(change).map(({ kind }) => kind)).toEqual(['unknown-change']);
  });

  test('without any nothing is told: the resources tell what changes in notebooks', () => {
    expect(findingsOf({ before: without, after: without })).toEqual([]);
  });

  test('everything of a new pipeline is new, in one finding', () => {
    const found = findingsOf({ after: pipeline });
    expect(found.map(({ kind }) => kind)).toEqual(['dataset-added']);
    expect(found[0]?.furtherDatasets).toHaveLength(7);
  });

  test('what goes with its pipeline is told with that', () => {
    expect(findingsOf({ before: pipeline })).toEqual([]);
  });
});

test('a thousand changes of the same kind are one finding', () => {
  const many = (comment: string) => {
    const project = fixtureProject();
    const daily = datasetOf(project, 'gold_daily');
    for (let index = 0; index < 1000; index += 1)
      project.datasets.push({ ...daily, name: `gold_${index}`, comment: `${comment} ${index}` });
    return deployedFrom(project);
  };
  const found = findingsOf({ before: many('Table'), after: many('View') });
  expect(found.map(({ kind }) => kind)).toEqual(['safe-change']);
  expect(found[0]?.furtherDatasets).toHaveLength(999);
  expect(found[0]?.what).toBe(
    '`gold_0`, `gold_1` and 998 more change without an effect on their rows: comment.',
  );
});

test('a temporary view that no table reads holds nothing that could change', () => {
  const unread = (amount: number) => {
    const project = fixtureProject();
    const view = datasetOf(project, 'silver_users_changes');
    const file = 'notebooks/silver/unread.py';
    project.code[file] = `def unread(events):\n    return events.where("amount > ${amount}")`;
    project.datasets.push({
      ...view,
      name: 'unread_view',
      transform: { file, function: 'unread', line: 1, sha256: '' },
    });
    return deployedFrom(project);
  };
  const found = findingsOf({ before: unread(1), after: unread(2) });
  expect(found).toMatchObject([{ kind: 'safe-change', dataset: 'unread_view' }]);
});

test('a published view of a table that has another name answers the same', () => {
  const found = findings((project) => {
    datasetOf(project, 'gold_daily').name = 'gold_users';
    datasetOf(project, 'busy_users').inputs = [
      { dataset: 'gold_users', parameter: 'gold_users', read: 'batch' },
    ];
    project.code['notebooks/gold/busy_users.sql'] = 'SELECT user_id\nFROM gold_users\nWHERE events > 100';
  });
  expect(found.map(({ kind, dataset }) => [kind, dataset])).toEqual([
    ['dataset-renamed', 'gold_users'],
    ['safe-change', 'busy_users'],
  ]);
});
