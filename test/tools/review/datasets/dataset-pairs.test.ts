import type { Manifest } from '../../../../tools/artefacts/manifest';
import { datasetPairs } from '../../../../tools/review/datasets/dataset-pairs';
import { datasetOf, deployedFrom, type FixtureProject, fixtureProject } from './pipeline-change-fixture';

/** Names before and after, where they are not the same, with what shows that they are one dataset. */
function pairs(edit: (project: FixtureProject) => void) {
  const project = fixtureProject();
  edit(project);
  const [before, after] = [deployedFrom(fixtureProject()).manifest, deployedFrom(project).manifest] as [
    Manifest,
    Manifest,
  ];
  return datasetPairs(before, after)
    .filter((pair) => pair.before?.name !== pair.after?.name)
    .map(({ before: was, after: is, renamedBy }) => [was?.name, is?.name, renamedBy]);
}

const rename = (name: string, to: string) => (project: FixtureProject) => {
  datasetOf(project, name).name = to;
};

test('datasets of the same names are pairs', () => {
  expect(pairs(() => {})).toEqual([]);
});

test.each([
  ['by its topic', 'raw_events', 'both read the same topic'],
  ['by its code and inputs', 'gold_daily', 'both are computed by the same code from the same inputs'],
  ['by its query', 'busy_users', 'both are computed by the same code from the same inputs'],
  ['by its columns', 'silver_users', 'both have the same columns'],
])('one with another name is found %s', (_what, name, evidence) => {
  expect(pairs(rename(name, 'another'))).toEqual([[name, 'another', evidence]]);
});

test('one of another kind is another one', () => {
  expect(
    pairs((project) => {
      const daily = datasetOf(project, 'gold_daily');
      daily.name = 'another';
      daily.kind = 'streaming_table';
    }),
  ).toEqual([
    ['gold_daily', undefined, undefined],
    [undefined, 'another', undefined],
  ]);
});

test('what could be one of several is none of them', () => {
  expect(
    pairs((project) => {
      const daily = datasetOf(project, 'gold_daily');
      daily.name = 'one';
      project.datasets.push({ ...daily, name: 'two' });
    }),
  ).toEqual([
    ['gold_daily', undefined, undefined],
    [undefined, 'one', undefined],
    [undefined, 'two', undefined],
  ]);
});

test('a quarantine is never its table', () => {
  const found = pairs((project) => {
    project.datasets.splice(project.datasets.indexOf(datasetOf(project, 'bronze_events_quarantine')), 1);
    rename('bronze_events', 'bronze_actions')(project);
  });
  expect(found).toEqual([
    ['bronze_events_quarantine', undefined, undefined],
    ['bronze_events', 'bronze_actions', 'both are computed by the same code from the same inputs'],
  ]);
});
