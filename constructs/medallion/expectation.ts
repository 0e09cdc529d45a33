/** What happens to a row that fails a rule: it is counted, dropped, or it stops the update. */
export type ExpectationAction = 'warn' | 'drop' | 'fail';

/**
 * A rule that every row of a dataset is expected to meet.
 *
 * A rule that is NULL for a row is failed: Databricks and other engines disagree on NULL, so the rule is
 * rendered in a form that is never NULL.
 *
 * @see https://docs.databricks.com/aws/en/ldp/expectations
 */
export interface Expectation {
  /** Name of the rule, in snake case; unique in its dataset, shown in metrics and in quarantine. */
  readonly name: string;
  /** Condition in Spark SQL over the columns of the dataset. */
  readonly rule: string;
  /** What happens to a row that fails. */
  readonly action: ExpectationAction;
  /**
   * Share of rows, from 0 to 1, that may fail in an update before the job that runs it reports it as failed.
   * @default - what the job tolerates of every rule
   */
  readonly toleratedFailureRate?: number;
}

/** What a rule may say besides its condition. */
export type ExpectationOptions = Pick<Expectation, 'toleratedFailureRate'>;

/** Rows that fail are kept and counted. */
export const expectOrWarn = (name: string, rule: string, options?: ExpectationOptions): Expectation => ({
  name,
  rule,
  action: 'warn',
  ...options,
});

/** Rows that fail are dropped and counted; a quarantine keeps them. */
export const expectOrDrop = (name: string, rule: string, options?: ExpectationOptions): Expectation => ({
  name,
  rule,
  action: 'drop',
  ...options,
});

/** A row that fails stops the update; the table stays as it was. */
export const expectOrFail = (name: string, rule: string): Expectation => ({ name, rule, action: 'fail' });

/** The rule in a form that is true or false for every row, never NULL. */
export function nullSafe(rule: string): string {
  return `coalesce((${rule}), false)`;
}
