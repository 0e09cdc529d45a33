import {
  expectOrDrop,
  expectOrFail,
  expectOrWarn,
  nullSafe,
} from '../../../constructs/medallion/expectation';

it('a rule in its null-safe form is false where it would be NULL, and is taken as a whole', () => {
  expect(nullSafe('a > 1')).toBe('coalesce((a > 1), false)');
  expect(nullSafe('a > 1 OR b')).toBe('coalesce((a > 1 OR b), false)');
});

it('rules come in three strengths', () => {
  expect(
    [expectOrWarn, expectOrDrop, expectOrFail].map((expectation) => expectation('known', 'id > 0')),
  ).toEqual([
    { name: 'known', rule: 'id > 0', action: 'warn' },
    { name: 'known', rule: 'id > 0', action: 'drop' },
    { name: 'known', rule: 'id > 0', action: 'fail' },
  ]);
});

it('a rule may say which share of rows it is forgiven', () => {
  expect(expectOrDrop('known', 'id > 0', { toleratedFailureRate: 0.1 })).toEqual({
    name: 'known',
    rule: 'id > 0',
    action: 'drop',
    toleratedFailureRate: 0.1,
  });
  expect(expectOrWarn('known', 'id > 0', { toleratedFailureRate: 0 }).toleratedFailureRate).toBe(0);
});
