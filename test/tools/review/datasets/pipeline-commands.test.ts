import { fullRefreshCommands, tableName } from '../../../../tools/review/datasets/pipeline-commands';
import { deployedFrom, fixtureProject } from './pipeline-change-fixture';

const pipeline = deployedFrom(fixtureProject());

test('a full refresh names the pipeline and the tables', () => {
  expect(fullRefreshCommands({ before: pipeline, after: pipeline }, ['a', 'b'])).toEqual([
    'databricks pipelines stop 0a1b',
    `databricks pipelines start-update 0a1b --json '{"full_refresh_selection":["a","b"]}'`,
  ]);
});

test('where the id is not known, it is looked up', () => {
  const { id: _id, ...unknown } = pipeline;
  expect(fullRefreshCommands({ after: unknown }, ['a'])).toEqual([
    'databricks pipelines list-pipelines',
    'databricks pipelines stop <id of the pipeline>',
    `databricks pipelines start-update <id of the pipeline> --json '{"full_refresh_selection":["a"]}'`,
  ]);
});

test('a table has the name that is known of it', () => {
  expect(tableName(pipeline, 'a')).toBe('main.music.a');
  expect(tableName({ ...pipeline, schema: undefined } as typeof pipeline, 'a')).toBe('a');
  expect(tableName(undefined, 'a')).toBe('a');
});
