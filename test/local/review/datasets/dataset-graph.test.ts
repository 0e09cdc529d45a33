import { DatasetGraph } from '../../../../local/review/datasets/dataset-graph';
import type { Manifest } from '../../../../local/review/plan/manifest';
import { datasetOf, deployedFrom, fixtureProject } from './pipeline-change-fixture';

const graph = new DatasetGraph(deployedFrom(fixtureProject()).manifest as Manifest);

test('tells the tables behind a table, in the order of data, and no views', () => {
  expect(graph.groups(['bronze_events'])).toEqual([
    { roots: ['bronze_events'], behind: ['silver_events', 'silver_users', 'gold_daily'] },
  ]);
});

test('roots that meet are one group, and those that do not are two', () => {
  expect(graph.groups(['gold_daily', 'bronze_events'])).toEqual([
    { roots: ['bronze_events', 'gold_daily'], behind: ['silver_events', 'silver_users'] },
  ]);
  expect(graph.groups(['gold_daily', 'silver_users'])).toEqual([
    { roots: ['silver_users'], behind: [] },
    { roots: ['gold_daily'], behind: [] },
  ]);
});

test('roots for the same reason are one group', () => {
  expect(graph.groups(['gold_daily', 'silver_users'], () => 'same')).toEqual([
    { roots: ['silver_users', 'gold_daily'], behind: [] },
  ]);
});

test('tells the tables that take rows of a view, and how', () => {
  expect(graph.tablesThrough('silver_users_changes')).toEqual([{ table: 'silver_users', read: 'stream' }]);
  expect(graph.tablesThrough('busy_users')).toEqual([]);
});

test('tells what people query', () => {
  const project = fixtureProject();
  const isQueried = (name: string) => graph.isForReaders(datasetOf(project, name));
  expect(['gold_daily', 'busy_users', 'silver_events', 'silver_users_changes'].filter(isQueried)).toEqual([
    'gold_daily',
    'busy_users',
  ]);
});

test('long chains take no longer than they must', () => {
  const project = fixtureProject();
  const daily = datasetOf(project, 'gold_daily');
  const names = Array.from({ length: 5000 }, (_, index) => `t${index}`);
  for (const [index, name] of names.entries()) {
    project.datasets.push({
      ...daily,
      name,
      inputs: [{ dataset: index === 0 ? 'gold_daily' : `t${index - 1}`, parameter: 'a', read: 'batch' }],
    });
  }
  const [group, ...others] = new DatasetGraph(deployedFrom(project).manifest as Manifest).groups(names);
  expect(others).toEqual([]);
  expect(group?.roots).toHaveLength(5000);
});
