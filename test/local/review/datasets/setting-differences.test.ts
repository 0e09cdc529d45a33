import { describeDifference } from '../../../../local/review/datasets/dataset-difference';
import { settingDifferences } from '../../../../local/review/datasets/setting-differences';
import { datasetOf, type FixtureDataset, fixtureProject } from './pipeline-change-fixture';

test.each<[string, string, (dataset: FixtureDataset) => void, string[]]>([
  ['nothing', 'silver_events', () => {}, []],
  [
    'a comment',
    'silver_events',
    (dataset) => {
      dataset.comment = 'New';
    },
    ['comment: One row an event. → New'],
  ],
  [
    'a topic',
    'raw_events',
    (dataset) => {
      dataset.topic = 'new';
    },
    ['topic: events → new'],
  ],
  [
    'a kind',
    'silver_events',
    (dataset) => {
      dataset.kind = 'materialized_view';
    },
    ['kind: streaming_table → materialized_view'],
  ],
  [
    'a layer',
    'silver_events',
    (dataset) => {
      dataset.layer = 'gold';
    },
    ['layer: silver → gold'],
  ],
  [
    'an input',
    'gold_daily',
    (dataset) => {
      dataset.inputs = [...dataset.inputs, { dataset: 'x', parameter: 'x', read: 'batch' }];
    },
    ['reads `x` too (batch)'],
  ],
  [
    'an input that is gone',
    'gold_daily',
    (dataset) => {
      dataset.inputs = [];
    },
    ['no longer reads `silver_events` (batch)'],
  ],
  [
    'how an input is read',
    'silver_events',
    (dataset) => {
      dataset.inputs = dataset.inputs.map((input) => ({ ...input, read: 'batch' as const }));
    },
    ['input mode bronze_events: stream → batch'],
  ],
  [
    'the name of a parameter',
    'silver_events',
    (dataset) => {
      dataset.inputs = dataset.inputs.map((input) => ({ ...input, parameter: 'rows' }));
    },
    ['parameter bronze_events: events → rows'],
  ],
  [
    'a primary key',
    'gold_daily',
    (dataset) => {
      delete dataset.primaryKey;
    },
    ['primary key is gone: user_id'],
  ],
  [
    'a reference',
    'gold_daily',
    (dataset) => {
      dataset.references = [{ column: 'user_id', dataset: 'silver_users' }];
    },
    ['reference user_id is new: silver_users'],
  ],
  [
    'deduplication',
    'silver_events',
    (dataset) => {
      dataset.deduplicate = { keys: ['a', 'b'], within: '1 day', time: 't' };
    },
    [
      'deduplication keys: event_id → a, b',
      'deduplication within: 7 days → 1 day',
      'deduplication time: event_time → t',
    ],
  ],
  [
    'that nothing is deduplicated',
    'silver_events',
    (dataset) => {
      delete dataset.deduplicate;
    },
    [
      'deduplication keys is gone: event_id',
      'deduplication within is gone: 7 days',
      'deduplication time is gone: event_time',
    ],
  ],
  [
    'change data capture',
    'silver_users',
    (dataset) => {
      dataset.cdc = { keys: ['user_id'], sequenceBy: 't', scdType: 2, trackHistory: ['a'] };
    },
    [
      'change data capture sequenceBy: event_time → t',
      'change data capture scdType: 1 → 2',
      'change data capture trackHistory is new: a',
    ],
  ],
  [
    'a clustering',
    'silver_events',
    (dataset) => {
      delete dataset.clusterBy;
    },
    ['clustering is gone: event_id'],
  ],
  [
    'a property',
    'raw_events',
    (dataset) => {
      dataset.tableProperties = { 'delta.appendOnly': 'true' };
    },
    ['table property pipelines.reset.allowed is gone: false', 'table property delta.appendOnly is new: true'],
  ],
  [
    'a quarantine',
    'bronze_events',
    (dataset) => {
      delete dataset.quarantine;
    },
    ['quarantine is gone: bronze_events_quarantine'],
  ],
  [
    'a file',
    'gold_daily',
    (dataset) => {
      dataset.transform = { file: 'b.py', function: 'daily', line: 9, sha256: 'x' };
    },
    ['file: notebooks/gold/daily.py: daily → b.py: daily'],
  ],
])('tells %s', (_what, name, edit, differences) => {
  const [before, after] = [datasetOf(fixtureProject(), name), datasetOf(fixtureProject(), name)];
  edit(after);
  expect(settingDifferences(before, after).map(describeDifference)).toEqual(differences);
});

test('the place and hash of code are no settings', () => {
  const [before, after] = [
    datasetOf(fixtureProject(), 'gold_daily'),
    datasetOf(fixtureProject(), 'gold_daily'),
  ];
  after.transform = { file: 'notebooks/gold/daily.py', function: 'daily', line: 99, sha256: 'other' };
  expect(settingDifferences(before, after)).toEqual([]);
});
