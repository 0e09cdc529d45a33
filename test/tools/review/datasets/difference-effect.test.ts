import type { DatasetChange } from '../../../../tools/review/datasets/dataset-change';
import type { Difference } from '../../../../tools/review/datasets/dataset-difference';
import { effectOf } from '../../../../tools/review/datasets/difference-effect';
import { datasetOf, fixtureProject } from './pipeline-change-fixture';

function effect(name: string, difference: Difference, renamedViews = new Map<string, string>()) {
  const dataset = datasetOf(fixtureProject(), name);
  const change: DatasetChange = {
    name,
    before: dataset,
    after: dataset,
    differences: [difference],
    code: { kind: 'none' },
  };
  return effectOf(difference, change, renamedViews);
}

const column = (degree?: Difference['degree']): Difference => ({
  aspect: 'column type',
  item: 'a',
  before: 'INT',
  after: 'X',
  ...(degree ? { degree } : {}),
});

test.each<[string, Difference, string, string, string, string]>([
  // The difference, and what it does to a streaming, materialized, temporary and published one.
  ['a comment', { aspect: 'comment', before: 'a', after: 'b' }, 'safe', 'safe', 'safe', 'safe'],
  [
    'a new column',
    { aspect: 'column', item: 'a', after: 'INT' },
    'old rows stay',
    'recompute',
    'safe',
    'safe',
  ],
  [
    'another name of a flow',
    { aspect: 'flow name', item: 'create_auto_cdc_flow.name', before: 'a', after: 'b' },
    'full refresh',
    'unknown',
    'full refresh',
    'unknown',
  ],
  [
    'a column that is gone',
    { aspect: 'column', item: 'a', before: 'INT' },
    'full refresh',
    'recompute',
    'safe',
    'reported elsewhere',
  ],
  [
    'a name of a column',
    { aspect: 'column name', item: 'a', before: 'a', after: 'b' },
    'full refresh',
    'recompute',
    'safe',
    'reported elsewhere',
  ],
  [
    'letters of a name',
    { aspect: 'column name', item: 'a', before: 'a', after: 'A' },
    'safe',
    'safe',
    'safe',
    'reported elsewhere',
  ],
  ['new fields', column('extended'), 'old rows stay', 'recompute', 'safe', 'safe'],
  ['a wider type', column('wider'), 'full refresh', 'recompute', 'safe', 'reported elsewhere'],
  ['a narrower type', column('narrower'), 'full refresh', 'recompute', 'safe', 'reported elsewhere'],
  [
    'a stream more',
    { aspect: 'input', item: 'a', after: 'stream' },
    'full refresh',
    'recompute',
    'full refresh',
    'safe',
  ],
  [
    'a table to look up in',
    { aspect: 'input', item: 'a', after: 'batch' },
    'old rows stay',
    'recompute',
    'old rows stay',
    'safe',
  ],
  [
    'another way of reading',
    { aspect: 'input mode', item: 'a', before: 'batch', after: 'stream' },
    'full refresh',
    'recompute',
    'full refresh',
    'safe',
  ],
  [
    'deduplication',
    { aspect: 'deduplication', item: 'keys', before: 'a', after: 'b' },
    'full refresh',
    'unknown',
    'full refresh',
    'unknown',
  ],
  [
    'partitions',
    { aspect: 'partitioning', item: 'a', before: 'a' },
    'full refresh',
    'recompute',
    'unknown',
    'unknown',
  ],
  ['a clustering', { aspect: 'clustering', before: 'a', after: 'b' }, 'safe', 'safe', 'safe', 'safe'],
  [
    'a declaration',
    { aspect: 'declaration', item: 'a', after: 'b' },
    'unknown',
    'unknown',
    'unknown',
    'unknown',
  ],
  [
    'a rule',
    { aspect: 'rule', item: 'a', after: 'b' },
    'reported elsewhere',
    'reported elsewhere',
    'reported elsewhere',
    'reported elsewhere',
  ],
])('%s', (_what, difference, streaming, materialized, temporary, published) => {
  expect(
    ['silver_events', 'gold_daily', 'silver_users_changes', 'busy_users'].map((name) =>
      effect(name, difference),
    ),
  ).toEqual([streaming, materialized, temporary, published]);
});

test.each([
  ['keys', 'full refresh'],
  ['sequenceBy', 'full refresh'],
  ['scdType', 'full refresh'],
  ['trackHistory', 'old rows stay'],
  ['applyAsDeletes', 'old rows stay'],
])('the %s of AUTO CDC: %s', (item, expected) => {
  expect(effect('silver_users', { aspect: 'change data capture', item, before: 'a', after: 'b' })).toBe(
    expected,
  );
});

test('an input that has another name now is no other input', () => {
  const renamed = new Map([['changes', 'silver_users_changes']]);
  expect(effect('silver_users', { aspect: 'input', item: 'changes', before: 'stream' }, renamed)).toBe(
    'safe',
  );
  expect(effect('silver_users', { aspect: 'input', item: 'others', before: 'stream' }, renamed)).toBe(
    'full refresh',
  );
});
