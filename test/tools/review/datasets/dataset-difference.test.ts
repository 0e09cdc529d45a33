import {
  type Difference,
  describeDifference,
  differenceOf,
} from '../../../../tools/review/datasets/dataset-difference';

test.each<[Difference, string]>([
  [{ aspect: 'comment', before: 'a', after: 'b' }, 'comment: a → b'],
  [{ aspect: 'column', item: 'x', after: 'INT' }, 'column x is new: INT'],
  [{ aspect: 'column', item: 'x', before: 'INT' }, 'column x is removed: INT'],
  [
    { aspect: 'column type', item: 'x', before: 'BIGINT', after: 'INT', degree: 'narrower' },
    'column type x: BIGINT → INT (narrower)',
  ],
  [{ aspect: 'column order' }, 'column order changed'],
  [{ aspect: 'comment', before: '', after: 'a\n  b' }, "comment: '' → a b"],
  [{ aspect: 'input', item: 'x', after: 'stream' }, 'also reads `x` (stream)'],
])('%j is told as %s', (difference, text) => {
  expect(describeDifference(difference)).toBe(text);
});

test('what is the same is no difference', () => {
  expect(differenceOf('comment', 'a', 'a')).toEqual([]);
  expect(differenceOf('comment', undefined, undefined)).toEqual([]);
  expect(differenceOf('comment', 'a', undefined, 'x')).toEqual([
    { aspect: 'comment', item: 'x', before: 'a', after: undefined },
  ]);
});
