import { sqlString } from '../medallion/column';
import type { Dataset } from '../medallion/graph';
import type { AlertThresholds } from './alert-thresholds';
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

/** Which event logs a query reads, and the thresholds it applies. */
export interface AlertQueryProps {
  readonly logs: readonly EventLogTable[];
  readonly thresholds: Required<AlertThresholds>;
}

/** Length of the baseline for quarantine growth, in hours: the week before the lookback period. */
const USUAL_HOURS = 7 * 24;

// Each query returns one row per problem and no rows if everything is fine; `value` is the measured value.

/** Updates that failed since the last completed one of the same pipeline; `value` is their number. */
export function failedUpdatesQuery({ logs, thresholds }: AlertQueryProps): string {
  // CASE instead of FILTER: before version 4.2, Spark has no FILTER in window functions.
  return `WITH ${updates(logs, thresholds.lookbackHours)}
SELECT pipeline, update_id, started_at, ended_at, reason, count(*) OVER () AS value
FROM (
  SELECT *, max(CASE WHEN state = 'COMPLETED' THEN started_at END) OVER (PARTITION BY pipeline) AS completed_at
  FROM updates
)
WHERE state = 'FAILED' AND started_at > coalesce(completed_at, TIMESTAMP '1970-01-01 00:00:00')
ORDER BY started_at DESC`;
}

/** Rules that failed for a larger share of rows than tolerated; `value` is the share. */
export function failingRulesQuery(
  datasets: readonly Dataset[],
  { logs, thresholds }: AlertQueryProps,
): string {
  return `WITH ${flowEvents(logs, thresholds.lookbackHours)},
${RULE_RESULTS},
totals AS (
  SELECT table_name, rule, sum(failed_rows) AS failed_rows, sum(checked_rows) AS checked_rows
  FROM rule_results
  GROUP BY table_name, rule
  HAVING sum(checked_rows) > 0
),
judged AS (
  SELECT *, failed_rows / checked_rows AS value, ${toleratedRate(datasets, thresholds.toleratedFailureRate)} AS tolerated
  FROM totals
)
SELECT table_name, rule, failed_rows, checked_rows, tolerated, value
FROM judged
WHERE value > tolerated AND (checked_rows >= ${thresholds.minimumRows} OR tolerated = 0)
ORDER BY value DESC, table_name, rule`;
}

/** Tables that drop a larger share of their rows than usual; `value` is the share. */
export function growingQuarantinesQuery(
  tables: readonly Dataset[],
  { logs, thresholds }: AlertQueryProps,
): string {
  const { lookbackHours, minimumRows, quarantineGrowth } = thresholds;
  return `WITH ${flowEvents(logs, lookbackHours + USUAL_HOURS)},
checked AS (
  SELECT
    table_name,
    timestamp >= ${hoursAgo(lookbackHours)} AS is_recent,
    progress.data_quality.dropped_records AS dropped_rows,
    array_max(
      transform(progress.data_quality.expectations, result -> result.passed_records + result.failed_records)
    ) AS checked_rows
  FROM flow_events
  WHERE table_name IN (${sqlStrings(namesOf(tables))})
),
totals AS (
  SELECT
    table_name,
    sum(dropped_rows) FILTER (WHERE is_recent) AS quarantined_rows,
    sum(checked_rows) FILTER (WHERE is_recent) AS checked_rows,
    sum(dropped_rows) FILTER (WHERE NOT is_recent) AS usual_quarantined_rows,
    sum(checked_rows) FILTER (WHERE NOT is_recent) AS usual_checked_rows
  FROM checked
  GROUP BY table_name
),
shares AS (
  SELECT
    *,
    try_divide(quarantined_rows, checked_rows) AS value,
    try_divide(usual_quarantined_rows, usual_checked_rows) AS usual
  FROM totals
)
SELECT concat(table_name, '_quarantine') AS quarantine, quarantined_rows, checked_rows, usual, value
FROM shares
WHERE
  quarantined_rows >= ${minimumRows}
  AND usual_checked_rows >= ${minimumRows}
  AND value > ${quarantineGrowth} * usual
ORDER BY value DESC, table_name`;
}

/** Tables that are out of date for too long; `value` is the number of hours, capped at the queried history. */
export function staleTablesQuery(tables: readonly Dataset[], { logs, thresholds }: AlertQueryProps): string {
  const hours = DAYS_OF_HISTORY * 24;
  return `WITH ${flowEvents(logs, hours)},
last_updates AS (
  SELECT table_name, max(timestamp) AS updated_at
  FROM flow_events
  WHERE ${IS_UP_TO_DATE}
  GROUP BY table_name
),
expected AS (SELECT explode(array(${sqlStrings(namesOf(tables))})) AS table_name)
SELECT
  expected.table_name,
  last_updates.updated_at,
  coalesce(round((unix_timestamp(current_timestamp()) - unix_timestamp(last_updates.updated_at)) / 3600, 1), ${hours}) AS value
FROM expected
LEFT JOIN last_updates ON last_updates.table_name = expected.table_name
WHERE last_updates.updated_at IS NULL OR last_updates.updated_at < ${hoursAgo(thresholds.staleAfterHours)}
ORDER BY value DESC, expected.table_name`;
}

/** Flows whose last measured backlog exceeds the limit; `value` is the backlog as a multiple of the limit. */
export function backlogQuery({ logs, thresholds }: AlertQueryProps): string {
  return `WITH ${flowEvents(logs, thresholds.lookbackHours)},
measured AS (
  SELECT table_name, max(timestamp) AS measured_at, max_by(progress.metrics, timestamp) AS metrics
  FROM flow_events
  WHERE progress.metrics.backlog_records IS NOT NULL OR progress.metrics.backlog_bytes IS NOT NULL
  GROUP BY table_name
),
backlogs AS (
  SELECT
    table_name,
    measured_at,
    metrics.backlog_records AS backlog_records,
    metrics.backlog_bytes AS backlog_bytes,
    metrics.backlog_files AS backlog_files,
    metrics.backlog_seconds AS backlog_seconds,
    greatest(metrics.backlog_records / ${thresholds.backlogRecords}, metrics.backlog_bytes / ${thresholds.backlogBytes}) AS value
  FROM measured
)
SELECT table_name, measured_at, backlog_records, backlog_bytes, backlog_files, backlog_seconds, value
FROM backlogs
WHERE value > 1
ORDER BY value DESC, table_name`;
}

/** Return the SQL expression of the tolerated failure rate, by `table_name` and `rule`. */
export function toleratedRate(datasets: readonly Dataset[], otherwise: number): string {
  const rates = datasets.flatMap(({ name, expectations }) =>
    expectations.flatMap(({ name: rule, toleratedFailureRate: rate }) =>
      rate === undefined ? [] : [`WHEN ${sqlString(`${name}.${rule}`)} THEN ${rate}D`],
    ),
  );
  return rates.length === 0
    ? `${otherwise}D`
    : ["CASE concat(table_name, '.', rule)", ...rates, `ELSE ${otherwise}D END`].join('\n    ');
}

function namesOf(tables: readonly Dataset[]): string[] {
  return tables.map(({ name }) => name);
}
