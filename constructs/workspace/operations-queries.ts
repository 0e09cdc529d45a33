import { sqlString } from '../medallion/column';
import { ComputedTable } from '../medallion/datasets/computed-table';
import type { Dataset, MedallionPlatform } from '../medallion/graph';
import { toleratedRate } from './alert-queries';
import type { DashboardDataset } from './dashboard-page';
import {
  DAYS_OF_HISTORY,
  type EventLogTable,
  flowEvents,
  hoursAgo,
  IS_UP_TO_DATE,
  RULE_RESULTS,
  sqlStrings,
  updates,
} from './event-log';

const HOURS = DAYS_OF_HISTORY * 24;
const WEEK = 7 * 24;

/** Properties of the queries of an operations dashboard. */
export interface OperationsQueriesProps {
  readonly platform: MedallionPlatform;

  /** The event log of each pipeline. */
  readonly logs: readonly EventLogTable[];

  /** Share of rows, from 0 to 1, that may fail a rule without a limit of its own. */
  readonly toleratedFailureRate: number;
}

/** Return the queries of an operations dashboard, by name. */
export function operationsQueries({ platform, logs, toleratedFailureRate }: OperationsQueriesProps) {
  const tables = platform.datasets.filter((dataset) => dataset.isStored);
  const lastLayer = platform.layerNames.at(-1) ?? '';
  return {
    summary: {
      name: 'summary',
      title: 'Current status',
      query: `WITH ${updates(logs, WEEK)},
${flowEvents(logs, HOURS)},
${stored(tables)},
${LAST_UPDATES},
${BACKLOGS}
SELECT
  (SELECT count(*) FROM updates WHERE state = 'FAILED') AS failed_updates,
  (SELECT max(hours_since_update) FROM last_updates WHERE layer = ${sqlString(lastLayer)}) AS hours_since_update,
  (SELECT coalesce(sum(progress.data_quality.dropped_records), 0) FROM flow_events WHERE timestamp >= ${hoursAgo(24)}) AS dropped_rows,
  (SELECT coalesce(sum(backlog_records), 0) FROM backlogs WHERE is_last) AS backlog_records`,
    },
    throughput: {
      name: 'throughput',
      title: 'Rows written by day and layer',
      query: `WITH ${flowEvents(logs, HOURS)},
${stored(tables)}
SELECT to_date(flow_events.timestamp) AS day, tables.layer, sum(flow_events.progress.metrics.num_output_rows) AS written_rows
FROM flow_events
JOIN tables ON tables.table_name = flow_events.table_name
WHERE flow_events.progress.metrics.num_output_rows > 0
GROUP BY to_date(flow_events.timestamp), tables.layer
ORDER BY day, tables.layer`,
    },
    updates: {
      name: 'updates',
      title: 'Latest updates',
      query: `WITH ${updates(logs, HOURS)}
SELECT
  pipeline,
  started_at,
  state,
  round((unix_timestamp(ended_at) - unix_timestamp(started_at)) / 60, 1) AS minutes,
  reason,
  update_id
FROM updates
ORDER BY started_at DESC
LIMIT 100`,
    },
    ruleFailures: {
      name: 'rule_failures',
      title: 'Failed rows by rule and day',
      query: `WITH ${flowEvents(logs, HOURS)},
${RULE_RESULTS}
SELECT to_date(timestamp) AS day, concat(table_name, '.', rule) AS rule, sum(failed_rows) AS failed_rows
FROM rule_results
WHERE failed_rows > 0
GROUP BY to_date(timestamp), concat(table_name, '.', rule)
ORDER BY day, rule`,
    },
    ruleResults: {
      name: 'rule_results',
      title: 'Rules by failure rate',
      query: `WITH ${flowEvents(logs, WEEK)},
${RULE_RESULTS},
totals AS (
  SELECT table_name, rule, sum(failed_rows) AS failed_rows, sum(checked_rows) AS checked_rows
  FROM rule_results
  GROUP BY table_name, rule
  HAVING sum(checked_rows) > 0
)
SELECT
  table_name,
  rule,
  failed_rows,
  checked_rows,
  failed_rows / checked_rows AS failure_rate,
  ${toleratedRate(platform.datasets, toleratedFailureRate)} AS tolerated
FROM totals
ORDER BY failure_rate DESC, table_name, rule`,
    },
    quarantine: {
      name: 'quarantine',
      title: 'Quarantined rows by reason',
      query: `WITH ${flowEvents(logs, HOURS)},
${RULE_RESULTS}
SELECT concat(table_name, '_quarantine') AS quarantine, rule AS reason, sum(failed_rows) AS quarantined_rows
FROM rule_results
WHERE concat(table_name, '.', rule) IN (${sqlStrings(quarantineRules(tables))}) AND failed_rows > 0
GROUP BY concat(table_name, '_quarantine'), rule
ORDER BY quarantined_rows DESC, quarantine, reason`,
    },
    freshness: {
      name: 'freshness',
      title: 'Last successful update of each table',
      query: `WITH ${flowEvents(logs, HOURS)},
${stored(tables)},
${LAST_UPDATES}
SELECT layer, table_name, updated_at, hours_since_update
FROM last_updates
ORDER BY updated_at ASC NULLS FIRST, table_name`,
    },
    backlog: {
      name: 'backlog',
      title: 'Backlog',
      query: `WITH ${flowEvents(logs, WEEK)},
${BACKLOGS}
SELECT timestamp, table_name, backlog_records
FROM backlogs
ORDER BY timestamp, table_name`,
    },
  } as const satisfies Record<string, DashboardDataset>;
}

/** The CTE `last_updates`: when each of `tables` was last up to date, from `flow_events`. */
const LAST_UPDATES = `last_updates AS (
  SELECT
    tables.layer,
    tables.table_name,
    max(flow_events.timestamp) AS updated_at,
    round((unix_timestamp(current_timestamp()) - unix_timestamp(max(flow_events.timestamp))) / 3600, 1) AS hours_since_update
  FROM tables
  LEFT JOIN flow_events ON flow_events.table_name = tables.table_name AND ${IS_UP_TO_DATE}
  GROUP BY tables.layer, tables.table_name
)`;

/** The CTE `backlogs`: the measured backlogs of each flow, in messages. */
const BACKLOGS = `backlogs AS (
  SELECT
    timestamp,
    table_name,
    progress.metrics.backlog_records AS backlog_records,
    row_number() OVER (PARTITION BY table_name ORDER BY timestamp DESC) = 1 AS is_last
  FROM flow_events
  WHERE progress.metrics.backlog_records IS NOT NULL
)`;

/** Return the CTE `tables`: every table of the platform with its layer. */
function stored(tables: readonly Dataset[]): string {
  const rows = tables.map(({ name, layer }) => `(${sqlStrings([name, layer.node.id])})`);
  return `tables AS (
  SELECT table_name, layer
  FROM VALUES
    ${rows.join(',\n    ')} AS tables (table_name, layer)
)`;
}

/** Return the rules that send rows to the quarantine, as `<table>.<rule>`. */
function quarantineRules(tables: readonly Dataset[]): string[] {
  return tables.flatMap((table) =>
    table instanceof ComputedTable && table.quarantine
      ? table.expectations
          .filter(({ action }) => action === 'drop')
          .map(({ name: rule }) => `${table.name}.${rule}`)
      : [],
  );
}
