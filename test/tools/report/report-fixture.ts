import type { RecordedCheck } from '../../../tools/checks/check-record';
import type { ColumnNode } from '../../../tools/lineage/column-lineage';
import { type ReportSources, type RunReport, runReport } from '../../../tools/report/run-report';
import type { ExpectationCount, LoggedEvent, TablesContent } from '../../../tools/report/tables-content';
import { manifestDataset, manifestOf } from '../support/manifest-fixture';

/** What a payload can hold that would end a script, an attribute or a comment, or run. */
export const HOSTILE = `</script><script>globalThis.attacked = true</script><img src=x onerror="globalThis.attacked = true">'"\`--> \u0000\u202e\u2028`;

const column = (name: string, type: string, comment: string) => ({ name, type, comment });
const rule = (condition: string) => `coalesce((${condition}), false)`;

const sales = manifestDataset({
  name: 'raw_sales',
  layer: 'raw',
  kind: 'kafka_stream',
  comment: 'One row per message.',
  notebook: 'sales/raw.py',
  columns: [
    column('value', 'STRING', 'The payload as it came'),
    { ...column('customer', 'STRING', 'Who bought'), personalData: true },
  ],
  expectations: [],
  inputs: [],
  topic: 'sales',
});

const usableSales = manifestDataset({
  name: 'bronze_sales',
  layer: 'bronze',
  kind: 'streaming_table',
  comment: 'One row per usable sale.',
  notebook: 'sales/bronze.py',
  columns: [column('price', 'DOUBLE', 'What was paid, in EUR')],
  expectations: [
    { name: 'price_positive', rule: rule('price > 0'), action: 'drop', toleratedFailureRate: 0.1 },
    { name: 'priced', rule: rule('price IS NOT NULL'), action: 'warn' },
  ],
  inputs: [{ dataset: 'raw_sales', parameter: 'sales', read: 'stream' }],
  quarantine: 'bronze_sales_quarantine',
  transform: { file: 'notebooks/bronze/sales.py', function: 'usable', line: 3, sha256: 'a'.repeat(64) },
});

const quarantine = {
  ...usableSales,
  name: 'bronze_sales_quarantine',
  comment: 'Sales that were dropped.',
  expectations: [],
  quarantine: undefined,
  quarantineOf: 'bronze_sales',
};

const activity = manifestDataset({
  name: 'gold_daily_activity',
  layer: 'gold',
  kind: 'materialized_view',
  comment: 'One row per day.',
  notebook: 'sales/gold.py',
  columns: [column('date', 'DATE', 'The day')],
  expectations: [],
  inputs: [{ dataset: 'bronze_sales', parameter: 'sales', read: 'batch' }],
  primaryKey: ['date'],
});

const view = manifestDataset({
  name: 'gold_activity',
  layer: 'gold',
  kind: 'published_view',
  comment: 'For analysts.',
  columns: activity.columns,
  primaryKey: activity.primaryKey,
  inputs: [{ dataset: 'gold_daily_activity', parameter: 'gold_daily_activity', read: 'batch' }],
});

/** A shop with a dataset of each layer. */
export const SHOP = manifestOf([sales, usableSales, quarantine, activity, view]);

/** The shop's only dataset that needs no notebook to be understood. */
export const SHOP_WITHOUT_CODE = manifestOf([sales]);

/** A time of the fixture: seconds after an update began. */
const timeOf = (update: number, seconds: number) =>
  new Date(Date.UTC(2026, 0, update, 12) + seconds * 1000).toISOString();

/** The counts of a rule in an update. */
export const counted = (name: string, passed: number, failed: number): ExpectationCount => ({
  name,
  passed_records: passed,
  failed_records: failed,
});

/** Events of updates: `event` is for any, `flow` for one that ran from one second to another. */
export class EventsOf {
  constructor(private readonly update: number) {}

  event(
    seconds: number,
    type: string,
    details: LoggedEvent['details'],
    more: Partial<LoggedEvent> = {},
  ): LoggedEvent {
    return {
      time: timeOf(this.update, seconds),
      update: `update-${this.update}`,
      dataset: null,
      type,
      level: 'INFO',
      message: '',
      details,
      ...more,
    };
  }

  flow(
    dataset: string,
    from: number,
    to: number,
    rows: number,
    expectations: readonly ExpectationCount[] = [],
  ): LoggedEvent[] {
    const dropped = expectations.find(({ name }) => name === 'price_positive')?.failed_records ?? 0;
    return [
      this.event(from, 'flow_progress', { status: 'RUNNING' }, { dataset }),
      this.event(
        to,
        'flow_progress',
        {
          status: 'COMPLETED',
          metrics: { num_output_rows: rows },
          data_quality: { dropped_records: dropped, expectations },
        },
        { dataset, message: `Flow '${dataset}' has COMPLETED.` },
      ),
    ];
  }

  began(): LoggedEvent {
    return this.event(0, 'create_update', { full_refresh: false, full_refresh_selection: [] });
  }

  ended(seconds: number, state = 'COMPLETED'): LoggedEvent {
    return this.event(seconds, 'update_progress', { state });
  }
}

const [first, second] = [new EventsOf(1), new EventsOf(2)];

/** Two updates of the shop; the messages that it dropped are hostile. */
export const CONTENT: TablesContent = {
  tables: {
    raw_sales: { rows: 1300, bytes: 52_000, version: 2 },
    bronze_sales: { rows: 1278, bytes: 48_000, version: 2 },
    bronze_sales_quarantine: { rows: 22, bytes: 2_000, version: 2 },
    gold_daily_activity: { rows: 2, bytes: 900, version: 2 },
  },
  samples: {
    raw_sales: {
      columns: ['value', 'customer'],
      rows: [
        [HOSTILE, 'Ada'],
        ['{}', null],
      ],
    },
  },
  earlierUpdates: 0,
  events: [
    first.began(),
    ...first.flow('raw_sales', 0.5, 3, 1000),
    ...first.flow('bronze_sales', 3, 6.5, 990, [
      counted('price_positive', 990, 10),
      counted('priced', 1000, 0),
    ]),
    ...first.flow('bronze_sales_quarantine', 3, 5, 10),
    ...first.flow('gold_daily_activity', 6.5, 8, 1),
    first.ended(8.5),
    second.began(),
    ...second.flow('raw_sales', 0.5, 1, 300),
    ...second.flow('bronze_sales', 1, 3, 288, [
      counted('price_positive', 288, 12),
      counted('priced', 300, 0),
    ]),
    ...second.flow('bronze_sales_quarantine', 1, 2, 12),
    ...second.flow('gold_daily_activity', 3, 4, 2),
    second.ended(4.5),
  ],
  quarantines: {
    bronze_sales_quarantine: {
      rows: 22,
      read: 22,
      reasons: [
        {
          rules: ['price_positive'],
          rows: 22,
          samples: [
            { time: timeOf(1, 0), topic: 'sales', partition: 0, offset: 7, value: HOSTILE, length: 5000 },
            { time: timeOf(1, 1), topic: 'sales', partition: 0, offset: 8, value: null, length: 0 },
          ],
        },
      ],
    },
  },
  chartRows: {
    active_users: [1, 2].map((day) => ({
      date: `2026-01-0${day}`,
      daily_active_users: 10 * day,
      weekly_active_users: 12 * day,
      monthly_active_users: 14 * day,
      new_users: 5,
    })),
    top_artists: [{ artist: HOSTILE, plays: 40 }],
    subscriptions: [{ date: '2026-01-01', paid_users: 3, upgrades: 2, downgrades: 0 }],
    retention: [
      { cohort_week: '2025-12-29', weeks_since: 0, cohort_users: 10, retained_users: 10, retention_rate: 1 },
      { cohort_week: '2025-12-29', weeks_since: 1, cohort_users: 10, retained_users: 4, retention_rate: 0.4 },
      { cohort_week: '2026-01-05', weeks_since: 0, cohort_users: 5, retained_users: 5, retention_rate: 1 },
    ],
  },
};

const check = (status: RecordedCheck['status'], more: Partial<RecordedCheck> = {}): RecordedCheck => ({
  name: 'price_present',
  dataset: 'bronze_sales',
  kind: 'expectation',
  description: 'price is never NULL',
  failingRows: 0,
  message: null,
  sampleRows: [],
  query: null,
  checked: timeOf(2, 60),
  status,
  ...more,
});

const node = (dataset: string, name: string): ColumnNode => ({
  id: `${dataset}.${name}`,
  kind: 'column',
  dataset,
  name,
});
const rows: ColumnNode = { id: 'gold_daily_activity (rows)', kind: 'rows', dataset: 'gold_daily_activity' };

/** What belongs to the report of the shop besides its tables. */
export const SOURCES: Omit<ReportSources, 'content'> = {
  manifest: SHOP,
  code: new Map([['bronze_sales', 'def usable(sales):\n    return sales.where("price < 10 & true")']]),
  columnLineage: {
    nodes: [node('raw_sales', 'value'), node('bronze_sales', 'price'), rows],
    edges: [
      { from: 'raw_sales.value', to: 'bronze_sales.price', how: 'computed' },
      { from: 'bronze_sales.price', to: rows.id, how: 'filter' },
      { from: 'bronze_sales.price', to: rows.id, how: 'group' },
    ],
  },
  checks: [
    check('PASS'),
    check('FAIL', { name: 'price_plausible', failingRows: 3, sampleRows: [{ customer: HOSTILE }] }),
  ],
  run: {
    started: timeOf(2, -5),
    parameters: { users: 100, seed: 1 },
    source: { commit: '0123456789abcdef', branch: 'main', isChanged: true },
  },
};

/** The report of the shop, of this content or another. */
export function reportOf(content: TablesContent = CONTENT, more: Partial<ReportSources> = {}): RunReport {
  return runReport({ ...SOURCES, ...more, content }, new Date(Date.UTC(2026, 0, 2, 12, 30)));
}
