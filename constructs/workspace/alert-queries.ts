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

/** Datasets that {@link problemsQuery} monitors. */
export interface MonitoredDatasets {
  /** All datasets of the platform. */
  readonly datasets: readonly Dataset[];

  /** Tables whose quarantine must not grow. */
  readonly quarantined: readonly Dataset[];

  /** Tables that must not be stale. */
  readonly fresh: readonly Dataset[];
}

/** Length of the baseline for quarantine growth, in hours: the week before the lookback period. */
const USUAL_HOURS = 7 * 24;

/**
 * Every problem of a platform, one row each with `kind`, `object`, `value` and `message`; no rows if everything is fine.
 *
 * It is a single query, so that the warehouse reads the event logs once per evaluation.
 */
export function problemsQuery(
  { datasets, quarantined, fresh }: MonitoredDatasets,
  props: AlertQueryProps,
): string {
  const { logs, thresholds } = props;
  return unionQuery(
    [updates(logs, thresholds.lookbackHours), flowEvents(logs, DAYS_OF_HISTORY * 24), RULE_RESULTS],
    {
      failed_updates: FAILED_UPDATES,
      failing_rules: failingRules(datasets, thresholds),
      ...(quarantined.length > 0 ? { growing_quarantines: growingQuarantines(quarantined, thresholds) } : {}),
      stale_tables: staleTables(fresh, thresholds),
      backlogs: backlogs(thresholds),
    },
  );
}

/** Rules that tolerate every row and that rows failed; columns as in {@link problemsQuery}. */
export function noticesQuery(rules: readonly string[], { logs, thresholds }: AlertQueryProps): string {
  return unionQuery([flowEvents(logs, thresholds.lookbackHours), RULE_RESULTS], {
    notices: `SELECT
    'notice' AS kind,
    concat(table_name, '.', rule) AS object,
    CAST(sum(failed_rows) AS DOUBLE) AS value,
    concat(format_number(sum(failed_rows), 0), ' of ', format_number(sum(checked_rows), 0), ' rows failed the rule') AS message
  FROM rule_results
  WHERE concat(table_name, '.', rule) IN (${sqlStrings(rules)})
  GROUP BY table_name, rule
  HAVING sum(failed_rows) > 0`,
  });
}

/** Return a query of the rows of all `problems`, each a CTE that may read the ones before and the `sources`. */
export function unionQuery(sources: readonly string[], problems: Readonly<Record<string, string>>): string {
  const ctes = Object.entries(problems).map(([name, query]) => `${name} AS (\n  ${query}\n)`);
  const union = Object.keys(problems).map((name) => `SELECT * FROM ${name}`);
  return `WITH ${[...sources, ...ctes].join(',\n')}
SELECT kind, object, value, message
FROM (
  ${union.join('\n  UNION ALL\n  ')}
)
ORDER BY kind, value DESC, object`;
}

/** Pipelines with updates that failed since the last one that runs well; `value` is their number. */
const FAILED_UPDATES = `SELECT
    'update failed' AS kind,
    pipeline AS object,
    CAST(count(*) AS DOUBLE) AS value,
    concat('update ', max_by(update_id, started_at), ': ', max_by(coalesce(reason, 'no error in its log'), started_at)) AS message
  FROM (
    SELECT *, max(CASE WHEN runs_well THEN started_at END) OVER (PARTITION BY pipeline) AS well_since
    FROM updates
  )
  WHERE state = 'FAILED' AND started_at > coalesce(well_since, TIMESTAMP '1970-01-01 00:00:00')
  GROUP BY pipeline`;

/** Rules that failed for a larger share of rows than tolerated; `value` is the share. */
function failingRules(datasets: readonly Dataset[], thresholds: Required<AlertThresholds>): string {
  return `SELECT
    'rule fails too often' AS kind,
    concat(table_name, '.', rule) AS object,
    failed_rows / checked_rows AS value,
    concat(${share('failed_rows', 'checked_rows')}, ' failed, ', ${percent('tolerated')}, ' tolerated') AS message
  FROM (
    SELECT
      table_name,
      rule,
      sum(failed_rows) AS failed_rows,
      sum(checked_rows) AS checked_rows,
      ${toleratedRate(datasets, thresholds.toleratedFailureRate)} AS tolerated
    FROM rule_results
    WHERE timestamp >= ${hoursAgo(thresholds.lookbackHours)}
    GROUP BY table_name, rule
    HAVING sum(checked_rows) > 0
  )
  WHERE failed_rows / checked_rows > tolerated AND (checked_rows >= ${thresholds.minimumRows} OR tolerated = 0)`;
}

/** Tables that drop a larger share of their rows than usual; `value` is the share. */
function growingQuarantines(tables: readonly Dataset[], thresholds: Required<AlertThresholds>): string {
  const { lookbackHours, minimumRows, quarantineGrowth } = thresholds;
  return `SELECT
    'quarantine grows' AS kind,
    concat(table_name, '_quarantine') AS object,
    dropped_rows / checked_rows AS value,
    concat(${share('dropped_rows', 'checked_rows')}, ' dropped, usually ', ${percent('usual')}) AS message
  FROM (
    SELECT
      table_name,
      sum(dropped_rows) FILTER (WHERE is_recent) AS dropped_rows,
      sum(checked_rows) FILTER (WHERE is_recent) AS checked_rows,
      sum(checked_rows) FILTER (WHERE NOT is_recent) AS usual_checked_rows,
      try_divide(
        sum(dropped_rows) FILTER (WHERE NOT is_recent), sum(checked_rows) FILTER (WHERE NOT is_recent)
      ) AS usual
    FROM (
      SELECT
        table_name,
        timestamp >= ${hoursAgo(lookbackHours)} AS is_recent,
        progress.data_quality.dropped_records AS dropped_rows,
        array_max(
          transform(progress.data_quality.expectations, result -> result.passed_records + result.failed_records)
        ) AS checked_rows
      FROM flow_events
      WHERE timestamp >= ${hoursAgo(lookbackHours + USUAL_HOURS)} AND table_name IN (${sqlStrings(namesOf(tables))})
    )
    GROUP BY table_name
  )
  WHERE
    dropped_rows >= ${minimumRows}
    AND usual_checked_rows >= ${minimumRows}
    AND dropped_rows / checked_rows > ${quarantineGrowth} * usual`;
}

/** Tables that are out of date for too long; `value` is the number of hours, capped at the queried history. */
function staleTables(tables: readonly Dataset[], { staleAfterHours }: Required<AlertThresholds>): string {
  const hours = DAYS_OF_HISTORY * 24;
  const age = 'round((unix_timestamp(current_timestamp()) - unix_timestamp(updated_at)) / 3600, 1)';
  return `SELECT
    'table is stale' AS kind,
    table_name AS object,
    coalesce(${age}, CAST(${hours} AS DOUBLE)) AS value,
    coalesce(concat('last up to date ', ${age}, ' hours ago'), 'never updated in the last ${DAYS_OF_HISTORY} days') AS message
  FROM (
    SELECT expected.table_name, last_updates.updated_at
    FROM (SELECT explode(array(${sqlStrings(namesOf(tables))})) AS table_name) AS expected
    LEFT JOIN (
      SELECT table_name, max(timestamp) AS updated_at
      FROM flow_events
      WHERE ${IS_UP_TO_DATE}
      GROUP BY table_name
    ) AS last_updates ON last_updates.table_name = expected.table_name
  )
  WHERE updated_at IS NULL OR updated_at < ${hoursAgo(staleAfterHours)}`;
}

/** Flows whose last measured backlog exceeds the limit; `value` is the backlog as a multiple of the limit. */
function backlogs({ lookbackHours, backlogRecords, backlogBytes }: Required<AlertThresholds>): string {
  const multiple = `greatest(metrics.backlog_records / ${backlogRecords}, metrics.backlog_bytes / ${backlogBytes})`;
  return `SELECT
    'stream falls behind' AS kind,
    table_name AS object,
    ${multiple} AS value,
    concat_ws(
      ', ',
      concat(format_number(metrics.backlog_records, 0), ' messages'),
      concat(format_number(metrics.backlog_bytes, 0), ' bytes'),
      concat(format_number(metrics.backlog_seconds, 0), ' seconds')
    ) AS message
  FROM (
    SELECT table_name, max_by(progress.metrics, timestamp) AS metrics
    FROM flow_events
    WHERE
      timestamp >= ${hoursAgo(lookbackHours)}
      AND (progress.metrics.backlog_records IS NOT NULL OR progress.metrics.backlog_bytes IS NOT NULL)
    GROUP BY table_name
  )
  WHERE ${multiple} > 1`;
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

/** Return arguments of `concat` for a text such as `150 of 200 rows (75.00 %)`. */
function share(part: string, whole: string): string {
  return `format_number(${part}, 0), ' of ', format_number(${whole}, 0), ' rows (', ${percent(`${part} / ${whole}`)}, ')'`;
}

/** Return arguments of `concat` for a share as a percentage. */
function percent(value: string): string {
  return `format_number(100 * ${value}, 2), ' %'`;
}

function namesOf(tables: readonly Dataset[]): string[] {
  return tables.map(({ name }) => name);
}
