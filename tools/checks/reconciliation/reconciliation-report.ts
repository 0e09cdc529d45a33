/** What came of one check, as the results table has it. */
export interface ReconciliationCheck {
  readonly dataset: string;
  /** Table of the original platform. */
  readonly original: string;
  readonly check: string;
  /** Null if whole rows were checked. */
  readonly column: string | null;
  /** Rows or keys that are not as in the other table. */
  readonly concerned: number | null;
  /** Rows or keys that were looked at; null if none could be. */
  readonly compared: number | null;
  /** Share of them, 0 to 1, that may be concerned; null if not judged. */
  readonly tolerated: number | null;
  /** Null if not judged. */
  readonly passed: boolean | null;
  readonly message: string | null;
  /** A few of the rows concerned, JSON without personal data. */
  readonly examples: string | null;
}

/** What `--format json` writes. */
export interface ReconciliationReport {
  /** Directory of the original's tables. */
  readonly original: string;
  /** Directory of the Delta table with the results of all runs. */
  readonly results: string;
  /** Missing tables of the original, with the dataset that replaces each. */
  readonly notCompared: readonly { readonly dataset: string; readonly original: string }[];
  /** How many checks found more than is tolerated. */
  readonly failed: number;
  readonly checks: readonly ReconciliationCheck[];
}
