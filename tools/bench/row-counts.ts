import path from 'node:path';
import { UserError } from '../terminal/user-error';
import type { MessageTally } from './message-tally';
import type { BenchTopic } from './page-views-and-listens';

/** An expected row count or sum after an update, which proves that the measured work was done. */
export interface RowCount {
  /** What is counted, for error messages. */
  readonly what: string;
  /** A query that returns one number. */
  readonly query: string;
  readonly expected: number;
}

export type Tallies = Readonly<Record<BenchTopic, Pick<MessageTally, 'delivered' | 'usable' | 'distinct'>>>;

/** Expected counts of this platform: usable messages once from silver on, the rest in quarantine. */
export function platformRowCounts(warehouse: string, tallies: Tallies): RowCount[] {
  const { count, sum } = countersOf(warehouse);
  const { page_view_events: pageViews, listen_events: listens } = tallies;
  return [
    ...Object.entries(tallies).flatMap(([topic, { delivered, usable }]) => [
      count(`raw_${topic}`, delivered),
      count(`bronze_${topic}`, usable),
      count(`bronze_${topic}_quarantine`, delivered - usable),
    ]),
    count('silver_page_views', pageViews.distinct),
    count('silver_listens', listens.distinct),
    sum('page_views', 'silver_user_sessions', pageViews.distinct),
    sum('total_page_views', 'gold_daily_user_metrics', pageViews.distinct),
    sum('plays', 'gold_daily_song_popularity', listens.distinct),
    count('gold_listens_wide', listens.distinct),
  ];
}

/** Expected counts of the original design: no quarantine, and duplicates are counted. */
export function originalDesignRowCounts(warehouse: string, tallies: Tallies): RowCount[] {
  const { count, sum } = countersOf(warehouse);
  const { usable } = tallies.page_view_events;
  return [
    ...Object.entries(tallies).flatMap(([topic, { delivered, usable }]) => [
      count(`raw_${topic}`, delivered),
      count(`bronze_${topic}`, usable),
    ]),
    sum('page_views', 'silver_user_sessions', usable),
    sum('total_page_views', 'gold_daily_user_metrics', usable),
  ];
}

/** Expected counts of plain streaming: one row per message. */
export function plainStreamingRowCounts(warehouse: string, tallies: Tallies): RowCount[] {
  const { count } = countersOf(warehouse);
  return Object.entries(tallies).map(([topic, { delivered }]) => count(`bronze_${topic}`, delivered));
}

/** One query for all counts, with one numbered row each. */
export function queryFor(counts: readonly RowCount[]): string {
  return counts
    .map(({ query }, number) => `SELECT ${number} AS number, (${query}) AS counted`)
    .join(' UNION ALL ');
}

/** Throws an error that lists all unexpected counts. */
export function requireRows(
  counts: readonly RowCount[],
  answer: ReadonlyArray<{ readonly number: number; readonly counted: number | null }>,
): void {
  const counted = new Map(answer.map(({ number, counted }) => [number, counted]));
  const wrong = counts.flatMap(({ what, expected }, number) =>
    counted.get(number) === expected ? [] : `${what}: ${counted.get(number)} instead of ${expected}`,
  );
  if (wrong.length > 0) {
    throw new UserError(`The measurement is invalid because the results are wrong:\n  ${wrong.join('\n  ')}`);
  }
}

function countersOf(warehouse: string) {
  const count = (table: string, expected: number): RowCount => {
    const directory = path.join(warehouse, table);
    return { what: `rows of ${directory}`, query: `SELECT count(*) FROM delta.\`${directory}\``, expected };
  };
  const sum = (column: string, table: string, expected: number): RowCount => {
    const directory = path.join(warehouse, table);
    return {
      what: `sum of ${column} of ${directory}`,
      query: `SELECT sum(${column}) FROM delta.\`${directory}\``,
      expected,
    };
  };
  return { count, sum };
}
