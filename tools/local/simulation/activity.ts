import type { Random } from './random';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How likely people start listening in each hour of their day, against the busiest one. */
const HOURS = [
  0.22, 0.12, 0.07, 0.05, 0.05, 0.1, 0.28, 0.5, 0.66, 0.64, 0.62, 0.66, 0.72, 0.7, 0.68, 0.74, 0.84, 0.96, 1,
  0.98, 0.9, 0.78, 0.6, 0.38,
];

/** Likewise for Monday to Sunday: this music goes with work. */
const WEEKDAYS = [0.95, 1, 1, 0.98, 0.9, 0.56, 0.5];

/** 1970 began on a Thursday. */
const DAYS_BEFORE_THURSDAY = 3;

/** A session starts at least this long after the last one ended; a shorter pause would be the same session. */
const LEAST_GAP = 30 * MINUTE;

/**
 * When a user comes back: at random, but less often by night and on weekends.
 *
 * @param after when the user was last there
 * @param meanGap mean time until the user would come back, if all hours were equally busy
 */
export function nextVisit(after: number, meanGap: number, hoursBehind: number, random: Random): number {
  let visit = after + LEAST_GAP + random.exponential(meanGap);
  while (!random.chance(activity(visit - hoursBehind * HOUR))) visit += random.exponential(HOUR);
  return Math.round(visit);
}

function activity(localTime: number): number {
  const hour = Math.floor(localTime / HOUR) % 24;
  const weekday = (Math.floor(localTime / DAY) + DAYS_BEFORE_THURSDAY) % 7;
  return (HOURS[hour] as number) * (WEEKDAYS[weekday] as number);
}
