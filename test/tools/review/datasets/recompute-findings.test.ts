import { findings, inCode, SILVER, told, withColumns } from './dataset-findings-fixture';

describe('rows that are recomputed, or not', () => {
  test('a materialized view whose code changed is recomputed', () => {
    const found = findings(inCode('notebooks/gold/daily.py', 'F.count("event_id")', 'F.count("amount")'));
    expect(told(found)).toEqual(['recomputed: gold_daily']);
    expect(found[0]?.why).toBe('aggregates of the aggregation: count(event_id) → count(amount).');
  });

  test('a materialized view whose code cannot be read is recomputed all the same', () => {
    expect(
      told(findings(inCode('notebooks/gold/daily.py', 'events.groupBy', 'mystery(events).groupBy'))),
    ).toEqual(['recomputed: gold_daily']);
  });

  test('a published view answers with other rows', () => {
    const found = findings(inCode('notebooks/gold/busy_users.sql', '100', '99'));
    expect(told(found)).toEqual(['recomputed: busy_users']);
    expect(found[0]?.what).toContain('it stores no rows');
  });

  test('rows of a streaming table stay as they are', () => {
    const found = findings(inCode(SILVER, 'events.select', 'events.where("amount > 1").select'));
    expect(told(found)).toEqual(['old-rows-stay: silver_events']);
    expect(found[0]?.todo?.commands?.at(-1)).toContain('"silver_events","silver_users","gold_daily"');
  });

  test('a new column is NULL in old rows', () => {
    const found = findings(
      withColumns('silver_events', (columns) => [...columns, { name: 'day', type: 'DATE', comment: '' }]),
    );
    expect(told(found)).toEqual(['old-rows-stay: silver_events']);
    expect(found[0]?.why).toBe('column day is new: DATE.');
  });

  test('old rows of a table that no full refresh may touch cannot be computed again', () => {
    const found = findings(
      withColumns('raw_events', (columns) => [...columns, { name: 'day', type: 'DATE', comment: '' }]),
    );
    expect(told(found)).toEqual(['old-rows-stay: raw_events']);
    expect(found[0]?.todo?.sentence).toContain('forbids a full refresh');
    expect(found[0]?.todo?.commands).toBeUndefined();
  });

  test('code that cannot be read is never safe', () => {
    const found = findings(inCode(SILVER, 'events.select', 'mystery(events).select'));
    expect(told(found)).toEqual(['unknown-change: silver_events']);
    expect(found[0]?.why).toContain('`mystery(');
  });

  test('a function that is written in another way changes nothing', () => {
    const found = findings(inCode(SILVER, 'return events', 'rows = events\n    return rows'));
    expect(told(found)).toEqual(['safe-change: silver_events']);
  });
});
