import { renderResultTable, type ShownDataset } from '../../../tools/cli/result-table';
import type { FlowEvent, UpdateReport } from '../../../tools/local/runtime-process';

const DATASETS: ShownDataset[] = [
  {
    name: 'raw_page_view_events',
    layer: 'raw',
    kind: 'kafka_stream',
  },
  { name: 'bronze_page_view_events', layer: 'bronze', kind: 'streaming_table' },
  {
    name: 'bronze_page_view_events_quarantine',
    layer: 'bronze',
    kind: 'streaming_table',
    quarantineOf: 'bronze_page_view_events',
  },
  { name: 'silver_user_profiles', layer: 'silver', kind: 'auto_cdc_table' },
  { name: 'active_users', layer: 'silver', kind: 'published_view' },
  { name: 'gold_daily_user_metrics', layer: 'gold', kind: 'materialized_view' },
];

const reportOf = (seconds: number, flows: Record<string, Partial<FlowEvent>>): UpdateReport => ({
  finished: {
    event: 'update_finished',
    updateId: 'one',
    status: 'COMPLETED',
    seconds,
  },
  flows: new Map(
    Object.entries(flows).map(([dataset, flow]) => [
      dataset,
      {
        event: 'flow',
        dataset,
        kind: '',
        layer: '',
        status: 'COMPLETED',
        ...flow,
      },
    ]),
  ),
});

const first = reportOf(31.24, {
  raw_page_view_events: {
    rowsIn: 1_234_567,
    rowsOut: 1_234_567,
    seconds: 12.34,
  },
  bronze_page_view_events: {
    rowsIn: 1_234_567,
    rowsOut: 1_234_000,
    seconds: 4,
    rejected: { valid_json: 500, user_present: 1067, never_broken: 0 },
    warned: { known_page: 3 },
  },
  bronze_page_view_events_quarantine: {
    rowsIn: 1_234_567,
    rowsOut: 567,
    seconds: 3.96,
  },
  silver_user_profiles: { rowsIn: 10, rowsOut: 12, seconds: 5 },
  active_users: { status: 'SKIPPED' },
  gold_daily_user_metrics: { rowsIn: 7, rowsOut: 5, seconds: 1 },
});
const second = reportOf(8, {
  raw_page_view_events: { rowsIn: 100, rowsOut: 100, seconds: 1 },
  bronze_page_view_events: {
    rowsIn: 100,
    rowsOut: 93,
    seconds: 1,
    rejected: { user_present: 7 },
  },
  bronze_page_view_events_quarantine: { status: 'SKIPPED' },
  silver_user_profiles: { status: 'FAILED', message: 'rule broken' },
  gold_daily_user_metrics: {
    status: 'EXCLUDED',
    message: 'silver_user_profiles failed',
  },
});

describe('the result table', () => {
  it('shows each dataset by layer, with rows, seconds, and the rules that dropped rows', () => {
    expect(
      renderResultTable(DATASETS, [
        { title: 'update 1: days 1 to 5', report: first },
        { title: 'update 2: days 6 to 7', report: second },
      ]),
    ).toMatchInlineSnapshot(`
"                                                update 1: days 1 to 5 update 2: days 6 to 7
dataset                    kind                rows in  rows out    s rows in  rows out   s
raw
  raw_page_view_events     Kafka stream      1,234,567 1,234,567 12.3     100       100 1.0
bronze
  bronze_page_view_events  streaming table   1,234,567 1,234,000  4.0     100        93 1.0
      dropped: valid_json 500 + 0, user_present 1,067 + 7
      warned: known_page 3 + 0
    …_quarantine           streaming table   1,234,567       567  4.0             unchanged
silver
  silver_user_profiles     AUTO CDC table           10        12  5.0                failed
  active_users             published view                   when read             when read
gold
  gold_daily_user_metrics  materialized view         7         5  1.0               not run
───────────────────────────────────────────────────────────────────────────────────────────
seconds                                                          31.2                   8.0
"
`);
  });

  it('has fewer columns after a single update', () => {
    expect(
      renderResultTable(DATASETS.slice(0, 1), [{ title: 'update', report: second }]),
    ).toMatchInlineSnapshot(`
"                                                   update
dataset                 kind         rows in rows out   s
raw
  raw_page_view_events  Kafka stream     100      100 1.0
─────────────────────────────────────────────────────────
seconds                                               8.0
"
`);
  });

  it('fits 100 columns, with the longest names of the platform and many broken rules', () => {
    const name = 'bronze_status_change_events';
    const rejected = Object.fromEntries(
      Array.from({ length: 9 }, (_rule, index) => [`some_rule_${index}`, 12_345]),
    );
    const report = reportOf(1, {
      [name]: {
        rowsIn: 9_999_999,
        rowsOut: 9_999_999,
        seconds: 999.9,
        rejected,
      },
    });
    const table = renderResultTable(
      [{ name, layer: 'bronze', kind: 'materialized_view' }],
      [
        { title: 'update 1: days 1 to 5', report },
        { title: 'update 2: days 6 to 7', report },
      ],
    );
    const lines = table.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    for (const rule of Object.keys(rejected)) expect(table).toContain(`${rule} 12,345 + 12,345`);
  });
});
