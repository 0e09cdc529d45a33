import { sqlString } from '../medallion/column';

/** The table that a pipeline's event log is published to. */
export interface EventLogTable {
  /** Name of the catalog; may be a reference. */
  readonly catalog: string;

  /** Name of the schema; may be a reference. */
  readonly schema: string;

  /** Name of the table. */
  readonly name: string;

  /**
   * Whether the pipeline runs continuously, so that none of its updates ever completes.
   * @default false
   */
  readonly continuous?: boolean;
}

/** Default history of queries, in days: the event log itself keeps every event. */
export const DAYS_OF_HISTORY = 30;

/**
 * Minutes that an update of a continuous pipeline must have processed rows before it counts as running well. It reaches
 * RUNNING even with a broken rule, and fails with the first rows that break it.
 */
const PROVEN_MINUTES = 10;

/**
 * The fields of a `flow_progress` event that queries read. Backlogs are estimates and may be fractional.
 *
 * @see https://docs.databricks.com/aws/en/ldp/monitor-event-log-schema
 */
const FLOW_PROGRESS = `STRUCT<flow_progress: STRUCT<
      status: STRING,
      metrics: STRUCT<
        num_output_rows: BIGINT,
        backlog_records: DOUBLE, backlog_bytes: DOUBLE, backlog_files: DOUBLE, backlog_seconds: DOUBLE
      >,
      data_quality: STRUCT<
        dropped_records: BIGINT,
        expectations: ARRAY<STRUCT<name: STRING, dataset: STRING, passed_records: BIGINT, failed_records: BIGINT>>
      >
    >>`;

/**
 * SQL condition: whether an event shows that the table of a flow is up to date, that is, the flow has completed, is
 * idle, or has just written rows. A flow is `SKIPPED` if an input failed.
 */
export const IS_UP_TO_DATE =
  "(progress.status IN ('COMPLETED', 'IDLE') OR (progress.status = 'RUNNING' AND progress.metrics.num_output_rows IS NOT NULL))";

/**
 * Return the CTE `flow_events`: progress events of the last hours, with table names without catalog and schema. Like
 * all queries here, it runs on Databricks SQL and on open-source Spark, so that it can be tested.
 */
export function flowEvents(logs: readonly EventLogTable[], hours: number): string {
  return `flow_events AS (
  SELECT
    timestamp,
    ${unqualified('coalesce(origin.dataset_name, origin.flow_name)')} AS table_name,
    from_json(details, '${FLOW_PROGRESS}').flow_progress AS progress
  FROM ${eventsOf(logs)}
  WHERE event_type = 'flow_progress' AND timestamp >= ${hoursAgo(hours)}
)`;
}

/** The CTE `rule_results`: how many rows each flow of `flow_events` checked against a rule, and how many failed. */
export const RULE_RESULTS = `rule_results AS (
  SELECT
    timestamp,
    ${unqualified('result.dataset')} AS table_name,
    result.name AS rule,
    result.failed_records AS failed_rows,
    result.failed_records + result.passed_records AS checked_rows
  FROM (SELECT timestamp, explode(progress.data_quality.expectations) AS result FROM flow_events)
)`;

/**
 * Return the CTE `updates`: updates of the last hours, with their final state and first error, and whether they run
 * well. An update of a continuous pipeline never completes: it runs well once it has kept its tables up to date for a while.
 */
export function updates(logs: readonly EventLogTable[], hours: number): string {
  return `updates AS (
  SELECT
    *,
    state = 'COMPLETED'
      OR (is_continuous AND state = 'RUNNING' AND up_to_date_at >= running_at + INTERVAL ${PROVEN_MINUTES} MINUTES) AS runs_well
  FROM (
    SELECT
      pipeline,
      update_id,
      max(continuous) AS is_continuous,
      min(timestamp) AS started_at,
      max(CASE WHEN state IS NOT NULL THEN timestamp END) AS ended_at,
      max_by(state, CASE WHEN state IS NOT NULL THEN timestamp END) AS state,
      min(CASE WHEN state = 'RUNNING' THEN timestamp END) AS running_at,
      max(CASE WHEN ${IS_UP_TO_DATE} THEN timestamp END) AS up_to_date_at,
      min_by(message, CASE WHEN level = 'ERROR' THEN timestamp END) AS reason
    FROM (
      SELECT
        timestamp,
        level,
        message,
        continuous,
        origin.pipeline_name AS pipeline,
        origin.update_id AS update_id,
        get_json_object(details, '$.update_progress.state') AS state,
        from_json(details, '${FLOW_PROGRESS}').flow_progress AS progress
      FROM ${eventsOf(logs)}
      WHERE origin.update_id IS NOT NULL AND timestamp >= ${hoursAgo(hours)}
    )
    GROUP BY pipeline, update_id
  )
)`;
}

/** Return the SQL relation with the events of all logs. */
function eventsOf(logs: readonly EventLogTable[]): string {
  const columns = 'timestamp, event_type, level, message, origin, details';
  const events = logs.map(
    (log) => `SELECT ${columns}, ${log.continuous ?? false} AS continuous FROM ${quotedName(log)}`,
  );
  return `(\n    ${events.join('\n    UNION ALL\n    ')}\n  )`;
}

/** Return SQL for the time some hours before the query. */
export function hoursAgo(hours: number): string {
  return `current_timestamp() - INTERVAL ${hours} HOURS`;
}

/** Return the quoted name of a table with catalog and schema. */
export function quotedName({ catalog, schema, name }: Omit<EventLogTable, 'continuous'>): string {
  return [catalog, schema, name].map((part) => `\`${part}\``).join('.');
}

/** Return comma-separated SQL string literals. */
export function sqlStrings(texts: readonly string[]): string {
  return texts.map(sqlString).join(', ');
}

function unqualified(name: string): string {
  return `element_at(split(translate(${name}, '\`', ''), '[.]'), -1)`;
}
