import { describeDifference } from '../../../../local/review/datasets/dataset-difference';
import { conditionOf, ruleDifferences } from '../../../../local/review/datasets/rule-differences';
import type { ManifestExpectation } from '../../../../local/review/plan/manifest';
import { rule } from './pipeline-change-fixture';

const told = (before: ManifestExpectation[], after: ManifestExpectation[]) =>
  ruleDifferences(before, after).map(describeDifference);
const one = rule('r', 'a > 1', 'drop');

test.each<[string, ManifestExpectation[], ManifestExpectation[], string[]]>([
  ['nothing', [one], [{ ...one }], []],
  ['a new rule', [], [one], ['rule r is new: drop unless a > 1 (stronger)']],
  ['a rule that is gone', [one], [], ['rule r is gone: drop unless a > 1 (weaker)']],
  ['a rule with another name', [one], [{ ...one, name: 'q' }], ['rule name r: r → q']],
  ['less that is done', [one], [{ ...one, action: 'warn' }], ['rule action r: drop → warn (weaker)']],
  ['more that is done', [one], [{ ...one, action: 'fail' }], ['rule action r: drop → fail (stronger)']],
  [
    'a condition more',
    [one],
    [rule('r', 'a > 1 AND b > 1', 'drop')],
    ['rule condition r: a > 1 → a > 1 AND b > 1 (stronger)'],
  ],
  [
    'a condition less',
    [rule('r', 'a > 1 AND b > 1', 'drop')],
    [one],
    ['rule condition r: a > 1 AND b > 1 → a > 1 (weaker)'],
  ],
  ['another condition', [one], [rule('r', 'a > 2', 'drop')], ['rule condition r: a > 1 → a > 2']],
  [
    'conditions that OR joins',
    [rule('r', 'a OR b', 'drop')],
    [rule('r', 'a OR b AND c', 'drop')],
    ['rule condition r: a OR b → a OR b AND c'],
  ],
  [
    'AND of BETWEEN',
    [rule('r', 'a BETWEEN 1 AND 2', 'drop')],
    [rule('r', 'a BETWEEN 1 AND 2 AND b', 'drop')],
    ['rule condition r: a BETWEEN 1 AND 2 → a BETWEEN 1 AND 2 AND b'],
  ],
  ['other spaces', [one], [rule('r', 'a  >\n1', 'drop')], []],
  [
    'spaces in a text',
    [rule('r', "a = 'x  y'", 'drop')],
    [rule('r', "a = 'x y'", 'drop')],
    ["rule condition r: a = 'x y' → a = 'x y'"],
  ],
  [
    'a rate that is new',
    [one],
    [{ ...one, toleratedFailureRate: 0.1 }],
    ['tolerance r is new: 0.1 (weaker)'],
  ],
  [
    'a higher rate',
    [{ ...one, toleratedFailureRate: 0.1 }],
    [{ ...one, toleratedFailureRate: 0.2 }],
    ['tolerance r: 0.1 → 0.2 (weaker)'],
  ],
  [
    'a lower rate',
    [{ ...one, toleratedFailureRate: 0.2 }],
    [{ ...one, toleratedFailureRate: 0.1 }],
    ['tolerance r: 0.2 → 0.1 (stronger)'],
  ],
])('tells %s', (_what, before, after, differences) => {
  expect(told(before, after)).toEqual(differences);
});

test('a condition is told as its author wrote it', () => {
  expect(conditionOf(rule('r', 'a  >  1', 'warn'))).toBe('a > 1');
});
