import { fullRefreshCommands, tableName } from '../../../../tools/review/datasets/pipeline-commands';
import { deployedFrom, fixtureProject } from './pipeline-change-fixture';

const platform = deployedFrom(fixtureProject());

test('a full refresh names the pipeline and the tables', () => {
  const tables = ['raw_events', 'gold_daily'];
  expect(fullRefreshCommands({ before: platform, after: platform }, tables)).toEqual([
    'databricks pipelines stop 0a1b',
    `databricks pipelines start-update 0a1b --json '{"full_refresh_selection":["raw_events","gold_daily"]}'`,
  ]);
});

test('where the id is not known, it is looked up', () => {
  const unknown = { ...platform, pipelines: platform.pipelines.map(({ id: _id, ...rest }) => rest) };
  expect(fullRefreshCommands({ after: unknown }, ['raw_events'])).toEqual([
    'databricks pipelines list-pipelines',
    'databricks pipelines stop <id of the pipeline sales>',
    `databricks pipelines start-update <id of the pipeline sales> --json '{"full_refresh_selection":["raw_events"]}'`,
  ]);
});

test('a table has the name that is known of it', () => {
  expect(tableName(platform, 'a')).toBe('main.music.a');
  expect(tableName({ ...platform, schema: undefined } as typeof platform, 'a')).toBe('a');
  expect(tableName(undefined, 'a')).toBe('a');
});
