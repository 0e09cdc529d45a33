import {
  originalDesignRowCounts,
  plainStreamingRowCounts,
  platformRowCounts,
  queryFor,
  requireRows,
} from '../../../tools/bench/row-counts';

/** Of 100 page views 4 are unusable and one came twice; of 80 listens 2 are unusable. */
const TALLIES = {
  page_view_events: { delivered: 100, usable: 96, distinct: 95 },
  listen_events: { delivered: 80, usable: 78, distinct: 78 },
};

const expectedOf = (counts: ReturnType<typeof platformRowCounts>) =>
  Object.fromEntries(counts.map(({ what, expected }) => [what.replace('/tables/', ''), expected]));

describe('the rows that prove the work', () => {
  it('of the platform: everything is kept, and what is usable counts once', () => {
    expect(expectedOf(platformRowCounts('/tables', TALLIES))).toEqual({
      'rows of raw_page_view_events': 100,
      'rows of bronze_page_view_events': 96,
      'rows of bronze_page_view_events_quarantine': 4,
      'rows of raw_listen_events': 80,
      'rows of bronze_listen_events': 78,
      'rows of bronze_listen_events_quarantine': 2,
      'rows of silver_page_views': 95,
      'rows of silver_listens': 78,
      'sum of page_views of silver_user_sessions': 95,
      'sum of total_page_views of gold_daily_user_metrics': 95,
      'sum of plays of gold_daily_song_popularity': 78,
      'rows of gold_listens_wide': 78,
    });
  });

  it('of the original design: what is unusable is gone, and what came twice counts twice', () => {
    expect(expectedOf(originalDesignRowCounts('/tables', TALLIES))).toEqual({
      'rows of raw_page_view_events': 100,
      'rows of bronze_page_view_events': 96,
      'rows of raw_listen_events': 80,
      'rows of bronze_listen_events': 78,
      'sum of page_views of silver_user_sessions': 96,
      'sum of total_page_views of gold_daily_user_metrics': 96,
    });
  });

  it('of plain streaming: one row per message', () => {
    expect(expectedOf(plainStreamingRowCounts('/tables', TALLIES))).toEqual({
      'rows of bronze_page_view_events': 100,
      'rows of bronze_listen_events': 80,
    });
  });

  it('are counted by one query', () => {
    expect(queryFor(plainStreamingRowCounts('/tables', TALLIES))).toBe(
      'SELECT 0 AS number, (SELECT count(*) FROM delta.`/tables/bronze_page_view_events`) AS counted UNION ALL ' +
        'SELECT 1 AS number, (SELECT count(*) FROM delta.`/tables/bronze_listen_events`) AS counted',
    );
  });

  it('let a measurement count only if all of them are there', () => {
    const counts = plainStreamingRowCounts('/tables', TALLIES);
    const answer = (...counted: (number | null)[]) =>
      counted.map((value, number) => ({ number, counted: value }));
    expect(() => requireRows(counts, answer(100, 80))).not.toThrow();
    expect(() => requireRows(counts, answer(100, 79))).toThrow(
      'The measurement is invalid because the results are wrong:\n  rows of /tables/bronze_listen_events: 79 instead of 80',
    );
    expect(() => requireRows(counts, answer(null, 0))).toThrow('page_view_events: null instead of 100');
    expect(() => requireRows(counts, [])).toThrow('listen_events: undefined instead of 80');
  });
});
