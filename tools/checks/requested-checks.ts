/** Options of `npx medallion check`. */
export interface DataQualityOptions {
  /** Environment whose deployed tables are checked. @default - the local tables */
  readonly environment?: string;
  /** Schema of the deployed tables. @default - the environment's schema */
  readonly schema?: string;
  /** Run only checks that read one of these datasets; empty for all checks. */
  readonly datasets: readonly string[];
  /** Maximum age of the newest message of each raw table, in seconds. @default - the age is only reported */
  readonly maxAge?: number;
  readonly format: 'table' | 'json';
}
