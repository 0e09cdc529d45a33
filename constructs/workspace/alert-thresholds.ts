import { DAYS_OF_HISTORY } from './event-log';

/** From where on something is wrong with a pipeline. */
export interface AlertThresholds {
  /**
   * Hours that alerts look back on for updates that failed, rules and quarantines. An alert ends when its cause is
   * that long ago, at the latest.
   * @default 24
   */
  readonly lookbackHours?: number;

  /**
   * Share of rows, from 0 to 1, that may fail a rule which does not say by itself how many may.
   * @default 0.01
   */
  readonly toleratedFailureRate?: number;

  /**
   * Rows that a share is told of: one of fewer is chance. A rule that no row may fail is told of at the first.
   * @default 100
   */
  readonly minimumRows?: number;

  /**
   * How many times as large a share of its rows as in the week before a table may drop into its quarantine.
   * @default 2
   */
  readonly quarantineGrowth?: number;

  /**
   * Hours after which a table is stale that no update has found or brought up to date.
   * @default 24
   */
  readonly staleAfterHours?: number;

  /**
   * Messages that may wait to be read by one flow.
   * @default 1000000
   */
  readonly backlogRecords?: number;

  /**
   * Bytes that may wait to be read by one flow.
   * @default 1073741824 (1 GiB)
   */
  readonly backlogBytes?: number;
}

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

/** What is wrong with thresholds, each with the value and the fix. */
export function thresholdProblems(thresholds: Required<AlertThresholds>): string[] {
  const { toleratedFailureRate: rate, quarantineGrowth: growth } = thresholds;
  const hours = DAYS_OF_HISTORY * 24;
  return [
    ...wholeNumberProblems('lookbackHours', thresholds.lookbackHours, hours),
    ...(rate >= 0 && rate <= 1
      ? []
      : [
          `thresholds.toleratedFailureRate is ${rate}. Give a share from 0 (no row may fail) to 1 (all may).`,
        ]),
    ...wholeNumberProblems('minimumRows', thresholds.minimumRows),
    ...(growth >= 1
      ? []
      : [
          `thresholds.quarantineGrowth is ${growth}. Give a factor from 1: below it, less than usual would be told as growth.`,
        ]),
    // Older updates are not looked for, so a later limit could never be told from an earlier one.
    ...wholeNumberProblems('staleAfterHours', thresholds.staleAfterHours, hours),
    ...wholeNumberProblems('backlogRecords', thresholds.backlogRecords),
    ...wholeNumberProblems('backlogBytes', thresholds.backlogBytes),
  ];
}

function wholeNumberProblems(name: string, value: number, most = Number.MAX_SAFE_INTEGER): string[] {
  if (Number.isInteger(value) && value >= 1 && value <= most) return [];
  const range = most === Number.MAX_SAFE_INTEGER ? 'from 1' : `from 1 to ${most}`;
  return [`thresholds.${name} is ${value}. Give a whole number ${range}.`];
}
