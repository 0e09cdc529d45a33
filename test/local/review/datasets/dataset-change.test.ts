import { datasetChanges } from '../../../../local/review/datasets/dataset-change';
import {
  datasetOf,
  deployedFrom,
  type FixtureProject,
  fixtureProject,
  pipelineChange,
} from './pipeline-change-fixture';

const changes = (edit: (project: FixtureProject) => void) => datasetChanges(pipelineChange(edit));
const names = (edit: (project: FixtureProject) => void) => changes(edit).map(({ name }) => name);

test('a deployment of the same project changes nothing', () => {
  expect(changes(() => {})).toEqual([]);
});

test('tells of datasets that are new and gone, where they stand in the flow of data', () => {
  const found = changes((project) => {
    const daily = datasetOf(project, 'gold_daily');
    project.datasets.splice(project.datasets.indexOf(daily), 0, {
      ...daily,
      name: 'gold_weekly',
      columns: daily.columns.slice(1),
      transform: { file: 'notebooks/gold/weekly.py', function: 'weekly', line: 1, sha256: '' },
    });
    project.code['notebooks/gold/weekly.py'] =
      'def weekly(events: DataFrame) -> DataFrame:\n    return events.groupBy("week").count()';
    project.datasets.splice(2, 1);
  });
  expect(found.map(({ name, before, after }) => [name, before !== undefined, after !== undefined])).toEqual([
    ['bronze_events_quarantine', true, false],
    ['gold_weekly', false, true],
  ]);
});

test('gives the code of the author before and after, with the file that it is in', () => {
  const file = 'notebooks/gold/daily.py';
  const [found, ...others] = changes((project) => {
    project.code[file] = (project.code[file] ?? '').replace(
      'groupBy("user_id")',
      'groupBy("user_id", "day")',
    );
  });
  expect(others).toEqual([]);
  expect(found).toMatchObject({ name: 'gold_daily', differences: [], code: { kind: 'operators' } });
  expect(found?.source).toEqual({
    file,
    before: `${fixtureProject().code[file]}\n`,
    after: `${fixtureProject().code[file]?.replace('groupBy("user_id")', 'groupBy("user_id", "day")')}\n`,
  });
});

test('code that is only written in another way is a change that computes the same', () => {
  const [found] = changes((project) => {
    project.code['notebooks/gold/daily.py'] =
      'KEY = "user_id"\n\n\ndef daily(events):\n    return events.groupBy(KEY).agg(F.count("event_id").alias("events"))  # each';
  });
  expect(found).toMatchObject({
    name: 'gold_daily',
    code: { kind: 'none' },
    source: { file: 'notebooks/gold/daily.py' },
  });
});

test('code of a file is told of every dataset that it computes', () => {
  const file = 'notebooks/bronze/events.py';
  expect(
    names((project) => {
      project.code[file] = (project.code[file] ?? '').replace('256', '512');
    }),
  ).toEqual(['bronze_events', 'bronze_events_quarantine']);
});

test('a rule changes its table, and the quarantine of the table by nothing else', () => {
  const found = changes((project) => {
    const bronze = datasetOf(project, 'bronze_events');
    bronze.expectations = bronze.expectations.map((one) => ({
      ...one,
      rule: one.rule.replace('IS NOT NULL', "<> ''"),
    }));
  });
  expect(found).toMatchObject([
    {
      name: 'bronze_events',
      code: { kind: 'none' },
      differences: [{ aspect: 'rule condition', item: 'user_present' }],
    },
    { name: 'bronze_events_quarantine', code: { kind: 'rows', isByRules: true }, differences: [] },
  ]);
});

test('a dataset that is renamed is one dataset, and those that read it compute the same', () => {
  const found = changes((project) => {
    datasetOf(project, 'silver_events').name = 'silver_actions';
    for (const dataset of project.datasets) {
      dataset.inputs = dataset.inputs.map((input) =>
        input.dataset === 'silver_events' ? { ...input, dataset: 'silver_actions' } : input,
      );
    }
  });
  expect(found.map(({ name, renamedBy, code }) => [name, renamedBy !== undefined, code.kind])).toEqual([
    ['silver_actions', true, 'none'],
    ['silver_users_changes', false, 'none'],
    ['gold_daily', false, 'none'],
  ]);
});

test('a setting that somebody wrote into a notebook is a difference of its dataset', () => {
  const { before, after } = pipelineChange(() => {});
  const edited = new Map(after?.notebooks);
  edited.set(
    'gold.py',
    (edited.get('gold.py') ?? '').replace(
      '@dp.materialized_view(\n',
      '@dp.materialized_view(\n    row_filter="f",\n',
    ),
  );
  const found = datasetChanges({
    before,
    after: { ...(after as NonNullable<typeof after>), notebooks: edited },
  });
  expect(found).toMatchObject([
    {
      name: 'gold_daily',
      differences: [{ aspect: 'declaration', item: 'materialized_view.row_filter', after: "'f'" }],
    },
  ]);
});

test('everything of a pipeline that is new is new, and everything of one that goes is gone', () => {
  const pipeline = deployedFrom(fixtureProject());
  expect(datasetChanges({ after: pipeline }).every(({ before, after }) => !before && after)).toBe(true);
  expect(datasetChanges({ before: pipeline }).every(({ before, after }) => before && !after)).toBe(true);
});

test('nothing is known where a manifest is missing', () => {
  const pipeline = deployedFrom(fixtureProject());
  const { manifest: _none, ...without } = pipeline;
  expect(datasetChanges({ before: without, after: pipeline })).toEqual([]);
});
