import type { z } from 'zod';
import { exactly, numberThat, share, wholeNumber } from '../medallion/settings';
import { DAYS_OF_HISTORY } from './event-log';

/** Queries read no older events, so a longer limit would have no effect. */
const Hours = wholeNumber(DAYS_OF_HISTORY * 24);

/** When an alert is triggered. */
export const AlertThresholds = exactly({
  /**
   * How far alerts look back for failed updates, failed rules and quarantine growth, in hours. An alert resolves at
   * the latest when its cause is older than this.
   * @default 24
   */
  lookbackHours: Hours.optional(),

  /**
   * Share of rows, from 0 to 1, that may fail a rule without a limit of its own.
   * @default 0.01
   */
  toleratedFailureRate: share().optional(),

  /**
   * Minimum number of rows for a share to be meaningful. A rule with a limit of 0 is reported regardless.
   * @default 100
   */
  minimumRows: wholeNumber().optional(),

  /**
   * Factor by which the share of quarantined rows of a table may exceed that of the week before.
   * @default 2
   */
  quarantineGrowth: numberThat(
    (growth) => growth >= 1,
    'Use a factor of at least 1: a smaller one would report a decrease as growth.',
  ).optional(),

  /**
   * Hours without a successful update after which a table is stale.
   * @default 24
   */
  staleAfterHours: Hours.optional(),

  /**
   * Maximum backlog of a flow, in messages.
   * @default 1000000
   */
  backlogRecords: wholeNumber().optional(),

  /**
   * Maximum backlog of a flow, in bytes.
   * @default 1073741824 (1 GiB)
   */
  backlogBytes: wholeNumber().optional(),
});
export type AlertThresholds = z.infer<typeof AlertThresholds>;

/** Return the thresholds with defaults applied. */
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
