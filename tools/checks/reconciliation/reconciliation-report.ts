/** Result of one check, as in the results table. */
export interface ReconciliationCheck {
  readonly dataset: string;
  /** Table of the original platform. */
  readonly original: string;
  readonly check: string;
  /** Null if whole rows were checked. */
  readonly column: string | null;
  /** Rows or keys that differ from the other table. */
  readonly concerned: number | null;
  /** Rows or keys that were compared; null if the check could not run. */
  readonly compared: number | null;
  /** Tolerated share of differences, 0 to 1; null if the check is informational. */
  readonly tolerated: number | null;
  /** Null if the check is informational. */
  readonly passed: boolean | null;
  readonly message: string | null;
  /** Sample of the differing rows, JSON without personal data. */
  readonly examples: string | null;
}

/** Output of `--format json`. */
export interface ReconciliationReport {
  /** Directory of the original tables. */
  readonly original: string;
  /** Directory of the Delta table with the results of all runs. */
  readonly results: string;
  /** Missing original tables with the datasets that replace them. */
  readonly notCompared: readonly { readonly dataset: string; readonly original: string }[];
  /** Number of checks that exceed their tolerance. */
  readonly failed: number;
  readonly checks: readonly ReconciliationCheck[];
}
