import path from 'node:path';
import { UserError } from '../terminal/user-error';
import type { MessageTally } from './message-tally';
import type { BenchTopic } from './page-views-and-listens';

/** Rows that must exist after an update, or a sum over them: no measurement without proof of the work. */
export interface RowCount {
  /** What is counted, for the reader of an error. */
  readonly what: string;
  /** A query that gives one number. */
  readonly query: string;
  readonly expected: number;
}

export type Tallies = Readonly<Record<BenchTopic, Pick<MessageTally, 'delivered' | 'usable' | 'distinct'>>>;

/** What this platform makes of the messages: whatever is usable counts once from silver on, the rest is kept. */
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

/** What the original design makes of them: no quarantine, and a message counts as often as it came. */
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

/** What plain streaming makes of them: one row per message. */
export function plainStreamingRowCounts(warehouse: string, tallies: Tallies): RowCount[] {
  const { count } = countersOf(warehouse);
  return Object.entries(tallies).map(([topic, { delivered }]) => count(`bronze_${topic}`, delivered));
}

/** One query that answers all: a row for each, numbered. */
export function queryFor(counts: readonly RowCount[]): string {
  return counts
    .map(({ query }, number) => `SELECT ${number} AS number, (${query}) AS counted`)
    .join(' UNION ALL ');
}

/** Fails unless everything was counted as expected; names everything that was not. */
export function requireRows(
  counts: readonly RowCount[],
  answer: ReadonlyArray<{ readonly number: number; readonly counted: number | null }>,
): void {
  const counted = new Map(answer.map(({ number, counted }) => [number, counted]));
  const wrong = counts.flatMap(({ what, expected }, number) =>
    counted.get(number) === expected ? [] : `${what}: ${counted.get(number)}, but it must be ${expected}`,
  );
  if (wrong.length > 0) {
    throw new UserError(`The work was not done, so its time is meaningless:\n  ${wrong.join('\n  ')}`);
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
