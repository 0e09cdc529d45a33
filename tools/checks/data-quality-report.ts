/** The result of a check: INFO only informs. */
export type CheckStatus = 'PASS' | 'WARN' | 'FAIL' | 'INFO';

/** What came out of one check. */
export interface CheckResult {
  /** Name, once for each dataset. */
  readonly name: string;
  /** The dataset that it is about. */
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
  /** What is true if it passes. */
  readonly description: string;
  readonly status: CheckStatus;
  /** How many rows fail; null where rows are not what it counts, and where it could not be measured. */
  readonly failingRows: number | null;
  /** What else there is to say, such as why it could not be measured. */
  readonly message: string | null;
  /** Some of the failing rows, with the columns that identify them. */
  readonly sampleRows: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Query of all failing rows; null where no row can be pointed at. */
  readonly query: string | null;
}

/** What `--format json` writes. */
export interface DataQualityReport {
  /** `local`, or catalog and schema of the tables. */
  readonly tables: string;
  /** The worst of all checks. */
  readonly status: 'PASS' | 'WARN' | 'FAIL';
  readonly passed: number;
  readonly warned: number;
  readonly failed: number;
  /** Checks that only inform. */
  readonly informed: number;
  /** By dataset, in the order of the pipeline. */
  readonly checks: readonly CheckResult[];
}

/** The report of some checks. */
export function reportOf(tables: string, checks: readonly CheckResult[]): DataQualityReport {
  const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
  const [warned, failed] = [count('WARN'), count('FAIL')];
  const status = failed > 0 ? 'FAIL' : warned > 0 ? 'WARN' : 'PASS';
  return { tables, status, passed: count('PASS'), warned, failed, informed: count('INFO'), checks };
}
