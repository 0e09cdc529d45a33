import { operatorChanges, operatorChangeText } from '../../../../local/review/datasets/operator-changes';
import type { OperatorKind, StatefulOperator } from '../../../../local/review/datasets/stateful-operators';

const operator = (
  kind: OperatorKind,
  keys: string[],
  type = '',
  aggregates: string[] = [],
): StatefulOperator => ({
  kind,
  keys,
  type,
  aggregates,
  identity: JSON.stringify([kind, keys, type, aggregates]),
});
const told = (before: StatefulOperator[], after: StatefulOperator[]) =>
  operatorChanges(before, after).map(operatorChangeText);

const counted = operator('aggregation', ['a'], '', ['count(b)']);
const unique = operator('deduplication', ['a'], 'for ever');

test('the same operators are no change', () => {
  expect(told([counted, unique], [counted, unique])).toEqual([]);
});

test.each([
  ['one that is new', [counted], [counted, unique], ['deduplication by a, for ever is new']],
  ['one that is gone', [counted, unique], [unique], ['aggregation by a: count(b) is gone']],
  [
    'other keys',
    [counted],
    [operator('aggregation', ['a', 'c'], '', ['count(b)'])],
    ['grouping keys: a → a, c'],
  ],
  [
    'other aggregates',
    [counted],
    [operator('aggregation', ['a'], '', ['count(b)', 'sum(c)'])],
    ['aggregates of the aggregation: none → sum(c)'],
  ],
  [
    'another type',
    [operator('join', ['a'], 'left')],
    [operator('join', ['a'], 'inner')],
    ['join type: left → inner'],
  ],
  [
    'another kind',
    [counted],
    [unique],
    ['aggregation by a: count(b) is gone', 'deduplication by a, for ever is new'],
  ],
  [
    'another order',
    [counted, unique],
    [unique, counted],
    [
      'aggregation by a: count(b), then deduplication by a, for ever → deduplication by a, for ever, then aggregation by a: count(b)',
    ],
  ],
  [
    'only what columns are made of',
    [counted],
    [{ ...counted, identity: 'other' }],
    ['aggregation by a: count(b), of columns that are computed in another way'],
  ],
])('tells %s', (_what, before, after, texts) => {
  expect(told(before, after)).toEqual(texts);
});
