import type { FullRefresh } from '../local/runtime-process';

/** Options of `medallion start`. */
export interface StartOptions {
  /** Directory of a recording to replay instead of simulating. */
  readonly events?: string;
  readonly users?: number;
  readonly days?: number;
  readonly seed?: number;
  readonly fullRefresh: FullRefresh;
  readonly clean: boolean;
  readonly watch: boolean;
  /** Whether full logs are written. @default false */
  readonly debug?: boolean;
  /** Format of the results. @default 'table' */
  readonly format?: 'table' | 'json';
}
