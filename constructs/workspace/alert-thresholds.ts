import type { z } from 'zod';
import { exactly, numberThat, share, wholeNumber } from '../medallion/settings';
import { DAYS_OF_HISTORY } from './event-log';

/** Older updates are not looked for, so a later limit could never be told from an earlier one. */
const Hours = wholeNumber(DAYS_OF_HISTORY * 24);

/** From where on something is wrong with a pipeline. */
export const AlertThresholds = exactly({
  /**
   * Hours that alerts look back on for updates that failed, rules and quarantines. An alert ends when its cause is
   * that long ago, at the latest.
   * @default 24
   */
  lookbackHours: Hours.optional(),

  /**
   * Share of rows, from 0 to 1, that may fail a rule which does not say by itself how many may.
   * @default 0.01
   */
  toleratedFailureRate: share().optional(),

  /**
   * Rows that a share is told of: one of fewer is chance. A rule that no row may fail is told of at the first.
   * @default 100
   */
  minimumRows: wholeNumber().optional(),

  /**
   * How many times as large a share of its rows as in the week before a table may drop into its quarantine.
   * @default 2
   */
  quarantineGrowth: numberThat(
    (growth) => growth >= 1,
    'Give a factor from 1: below it, less than usual would be told as growth.',
  ).optional(),

  /**
   * Hours after which a table is stale that no update has found or brought up to date.
   * @default 24
   */
  staleAfterHours: Hours.optional(),

  /**
   * Messages that may wait to be read by one flow.
   * @default 1000000
   */
  backlogRecords: wholeNumber().optional(),

  /**
   * Bytes that may wait to be read by one flow.
   * @default 1073741824 (1 GiB)
   */
  backlogBytes: wholeNumber().optional(),
});
export type AlertThresholds = z.infer<typeof AlertThresholds>;

/** Thresholds, complete. */
export function withDefaults(thresholds: AlertThresholds = {}): Required<AlertThresholds> {
  return {
    lookbackHours: 24,
    toleratedFailureRate: 0.01,
    minimumRows: 100,
    quarantineGrowth: 2,
    staleAfterHours: 24,
    backlogRecords: 1_000_000,
    backlogBytes: 2 ** 30,
    ...Object.fromEntries(Object.entries(thresholds).filter(([, value]) => value !== undefined)),
  };
}
