/** Result of a check; INFO is neither passed nor failed. */
export type CheckStatus = 'PASS' | 'WARN' | 'FAIL' | 'INFO';

/** Result of one check. */
export interface CheckResult {
  /** Name, unique within the dataset. */
  readonly name: string;
  /** The checked dataset. */
  readonly dataset: string;
  readonly kind:
    | 'expectation'
    | 'primary_key'
    | 'reference'
    | 'completeness'
    | 'deduplication'
    | 'history'
    | 'query'
    | 'freshness';
  /** The statement that is true if the check passes. */
  readonly description: string;
  readonly status: CheckStatus;
  /** Number of failing rows; null if the check does not count rows or could not run. */
  readonly failingRows: number | null;
  /** Additional message, such as why the check could not run. */
  readonly message: string | null;
  /** Sample of the failing rows with their identifying columns. */
  readonly sampleRows: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Query that returns all failing rows; null if failures are not individual rows. */
  readonly query: string | null;
}

/** Output of `--format json`. */
export interface DataQualityReport {
  /** `local`, or catalog and schema of the tables. */
  readonly tables: string;
  /** The worst result of all checks. */
  readonly status: 'PASS' | 'WARN' | 'FAIL';
  readonly passed: number;
  readonly warned: number;
  readonly failed: number;
  /** Number of INFO checks. */
  readonly informed: number;
  /** Ordered by dataset, in pipeline order. */
  readonly checks: readonly CheckResult[];
}

/** Builds the report of a list of checks. */
export function reportOf(tables: string, checks: readonly CheckResult[]): DataQualityReport {
  const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
  const [warned, failed] = [count('WARN'), count('FAIL')];
  const status = failed > 0 ? 'FAIL' : warned > 0 ? 'WARN' : 'PASS';
  return { tables, status, passed: count('PASS'), warned, failed, informed: count('INFO'), checks };
}
