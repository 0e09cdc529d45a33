import { type Edit, findings, findingsOf, of, told } from './dataset-findings-fixture';
import {
  datasetOf,
  deployedFrom,
  type FixtureDataset,
  fixtureProject,
  rule,
} from './pipeline-change-fixture';

describe('data quality', () => {
  const rules = (name: string, ...expectations: FixtureDataset['expectations']): Edit =>
    of(name, (dataset) => {
      dataset.expectations = expectations;
    });
  const user = (condition: string, action: 'warn' | 'drop' | 'fail' = 'drop') =>
    rule('user_present', condition, action);
  const amount = rule('amount_known', 'amount > 0', 'warn');

  test.each<[string, Edit, string]>([
    ['a rule that goes', rules('bronze_events', user('user_id IS NOT NULL')), 'rule-removed: bronze_events'],
    [
      'a rule that only counts',
      rules('bronze_events', user('user_id IS NOT NULL', 'warn'), amount),
      'rule-weakened: bronze_events bronze_events_quarantine',
    ],
    [
      'a rule that fails the update',
      rules('bronze_events', user('user_id IS NOT NULL', 'fail'), amount),
      'rule-strengthened: bronze_events bronze_events_quarantine',
    ],
    [
      'a condition that is joined by another',
      rules('bronze_events', user("user_id IS NOT NULL AND user_id <> ''"), amount),
      'rule-strengthened: bronze_events bronze_events_quarantine',
    ],
    [
      'another condition',
      rules('bronze_events', user("user_id <> ''"), amount),
      'rule-changed: bronze_events bronze_events_quarantine',
    ],
    [
      'a rule that counts more',
      rules(
        'bronze_events',
        user('user_id IS NOT NULL'),
        rule('amount_known', 'amount > 0 AND amount < 9', 'warn'),
      ),
      'safe-change: bronze_events',
    ],
    [
      'a new rule that counts',
      rules('bronze_events', user('user_id IS NOT NULL'), amount, rule('new', 'amount < 9', 'warn')),
      'safe-change: bronze_events',
    ],
    [
      'a new rule that fails the update',
      rules('silver_users', rule('new', 'user_id > 0', 'fail')),
      'rule-strengthened: silver_users',
    ],
    [
      'a rule with another name',
      rules('bronze_events', user('user_id IS NOT NULL'), rule('amount_positive', 'amount > 0', 'warn')),
      'safe-change: bronze_events',
    ],
    [
      'a rule of which more rows may fail',
      rules('bronze_events', user('user_id IS NOT NULL'), { ...amount, toleratedFailureRate: 0.5 }),
      'tolerance-raised: bronze_events',
    ],
  ])('%s', (_what, edit, expected) => {
    expect(told(findings(edit)).filter((text) => !text.startsWith('old-rows-stay'))).toEqual([expected]);
  });

  test('a key that is no longer checked', () => {
    expect(
      told(
        findings(
          of('gold_daily', (dataset) => {
            delete dataset.primaryKey;
          }),
        ),
      ),
    ).toEqual(['rule-removed: gold_daily']);
    expect(
      told(
        findings(
          of('gold_daily', (dataset) => {
            dataset.primaryKey = ['user_id', 'events'];
          }),
        ),
      ),
    ).toEqual(['rule-changed: gold_daily']);
  });

  test('a reference that is no longer checked', () => {
    const referring = fixtureProject();
    datasetOf(referring, 'gold_daily').references = [{ column: 'user_id', dataset: 'silver_users' }];
    const change = { before: deployedFrom(referring), after: deployedFrom(fixtureProject()) };
    expect(told(findingsOf(change))).toEqual(['rule-removed: gold_daily']);
  });

  test.each<[string, Edit, string]>([
    ['goes', (project) => project.checks.splice(0), 'rule-removed'],
    [
      'has another query',
      (project) =>
        project.checks.forEach((check) => {
          check.query = 'SELECT 2 FROM silver_events';
        }),
      'rule-changed',
    ],
    [
      'has another comment',
      (project) =>
        project.checks.forEach((check) => {
          check.comment = 'All are counted.';
        }),
      'safe-change',
    ],
    [
      'is set out in another way',
      (project) =>
        project.checks.forEach((check) => {
          check.query = 'select 1\nfrom silver_events';
        }),
      'safe-change',
    ],
    [
      'is new',
      (project) => project.checks.push({ name: 'new', comment: 'New.', query: 'SELECT 1', inputs: [] }),
      'safe-change',
    ],
  ])('a check between datasets that %s', (_what, edit, kind) => {
    expect(findings(edit).map((finding) => finding.kind)).toEqual([kind]);
  });
});
