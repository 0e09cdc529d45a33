import type { Columns } from '../../constructs/medallion/column';
import type { Deduplication } from '../../constructs/medallion/datasets/deduplication';
import type { Expectation } from '../../constructs/medallion/expectation';

/** What a new table declares at first, and the Python that computes and tests it. It works as it is. */
export interface TableDraft {
  /** What a row is. */
  readonly comment: string;
  readonly columns: Columns;
  readonly primaryKey: readonly string[];
  /** How deliveries of the same event are recognised, where the input has each of them. */
  readonly deduplicate?: Deduplication;
  readonly expectations: readonly Expectation[];
  readonly clusterBy: readonly string[];
  /** The function's file. */
  readonly module: string;
  /** The file of its tests. */
  readonly test: string;
}

/** What the tests use besides the function, in lower case like functions. */
export const NAMES_IN_TESTS: readonly string[] = [
  ...['date', 'datetime', 'timezone', 'frame', 'rows_of', 'given', 'found'],
];
