/** What `npx medallion check` was asked to do. */
export interface DataQualityOptions {
  /** Environment whose deployed tables are checked. @default - the local tables */
  readonly environment?: string;
  /** Schema of the deployed tables. @default - the one that the environment names */
  readonly schema?: string;
  /** Datasets; only checks that read one of them run. None: all checks. */
  readonly datasets: readonly string[];
  /** Seconds that the newest message of each raw table may be old. @default - its age is only reported */
  readonly maxAge?: number;
  readonly format: 'table' | 'json';
}
