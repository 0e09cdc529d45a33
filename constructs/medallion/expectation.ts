/** What happens to a row that fails a rule: `warn` keeps and counts it, `drop` drops it, `fail` fails the update. */
export type ExpectationAction = 'warn' | 'drop' | 'fail';

/**
 * A rule that every row of a dataset is expected to satisfy.
 *
 * A rule that evaluates to NULL counts as failed. Databricks and other engines treat NULL differently, so rules are
 * rendered in a form that is never NULL.
 *
 * @see https://docs.databricks.com/aws/en/ldp/expectations
 */
export interface Expectation {
  /** Name of the rule, in snake case and unique within its dataset. Shown in metrics and in the quarantine. */
  readonly name: string;
  /** Condition in Spark SQL over the columns of the dataset. */
  readonly rule: string;
  /** What happens to a row that fails the rule. */
  readonly action: ExpectationAction;
  /**
   * Share of rows, from 0 to 1, that may fail in an update before the quality gate fails the job. With 1 the rule is a
   * notice: no job fails, and an alert of its own reports the rows.
   * @default - the tolerated failure rate of the job
   */
  readonly toleratedFailureRate?: number;
}

/** Options of a rule. */
export type ExpectationOptions = Pick<Expectation, 'toleratedFailureRate'>;

/** Keep and count rows that fail. */
export const expectOrWarn = (name: string, rule: string, options?: ExpectationOptions): Expectation => ({
  name,
  rule,
  action: 'warn',
  ...options,
});

/** Drop and count rows that fail; a quarantine keeps them. */
export const expectOrDrop = (name: string, rule: string, options?: ExpectationOptions): Expectation => ({
  name,
  rule,
  action: 'drop',
  ...options,
});

/** Fail the update on the first row that fails; the table keeps its previous state. */
export const expectOrFail = (name: string, rule: string): Expectation => ({ name, rule, action: 'fail' });

/** Return the rule in a form that is true or false for every row, never NULL. */
export function nullSafe(rule: string): string {
  return `coalesce((${rule}), false)`;
}
