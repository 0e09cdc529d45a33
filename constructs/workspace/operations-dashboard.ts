import type { Construct } from 'constructs';
import type { MedallionPlatform } from '../medallion/graph';
import { Dashboard, type DashboardSettings } from './dashboard';
import { type DashboardPage, number, percent, text, time } from './dashboard-page';
import type { EventLogTable } from './event-log';
import { operationsQueries } from './operations-queries';

/** Properties of an {@link OperationsDashboard}. */
export interface OperationsDashboardProps extends DashboardSettings {
  /** The platform, with all its datasets. */
  readonly platform: MedallionPlatform;

  /** Tables that the pipelines publish their event logs to. */
  readonly eventLogs: readonly EventLogTable[];

  /**
   * Share of rows, from 0 to 1, that may fail a rule without a limit of its own.
   * @default 0.01
   */
  readonly toleratedFailureRate?: number;
}

/**
 * A dashboard of a platform for engineers and auditors: updates, throughput, data quality, freshness and backlog. It
 * only reads the event logs, so viewers need no access to the data.
 */
export class OperationsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id, { ...props, pages: pagesOf(props), readers: 'operations' });
  }
}

function pagesOf({
  platform,
  eventLogs: logs,
  toleratedFailureRate = 0.01,
}: OperationsDashboardProps): DashboardPage[] {
  const queries = operationsQueries({ platform, logs, toleratedFailureRate });
  return [
    {
      name: 'overview',
      title: 'Overview',
      rows: [
        {
          height: 3,
          widgets: [
            {
              kind: 'counter',
              name: 'failed_updates',
              title: 'Failed updates, last 7 days',
              width: 1,
              dataset: queries.summary,
              value: number('failed_updates', 'Updates'),
            },
            {
              kind: 'counter',
              name: 'hours_since_update',
              title: `Hours since the stalest ${platform.layerNames.at(-1)} table was up to date`,
              width: 2,
              dataset: queries.summary,
              value: number('hours_since_update', 'Hours'),
            },
            {
              kind: 'counter',
              name: 'dropped_rows',
              title: 'Dropped rows, last 24 hours',
              width: 2,
              dataset: queries.summary,
              value: number('dropped_rows', 'Rows'),
            },
            {
              kind: 'counter',
              name: 'backlog',
              title: 'Backlog, in messages',
              width: 1,
              dataset: queries.summary,
              value: number('backlog_records', 'Messages'),
            },
          ],
        },
        {
          height: 7,
          widgets: [
            {
              kind: 'bar',
              name: 'throughput',
              title: 'Rows written by layer',
              width: 3,
              dataset: queries.throughput,
              x: time('day', 'Day'),
              y: { value: number('written_rows', 'Rows'), by: text('layer', 'Layer') },
            },
            {
              kind: 'line',
              name: 'backlog_over_time',
              title: 'Backlog by table, in messages',
              width: 3,
              dataset: queries.backlog,
              x: time('timestamp', 'Time'),
              y: { value: number('backlog_records', 'Messages'), by: text('table_name', 'Table') },
            },
          ],
        },
        {
          height: 8,
          widgets: [
            {
              kind: 'table',
              name: 'updates',
              title: 'Latest updates',
              width: 6,
              dataset: queries.updates,
              columns: [
                text('pipeline', 'Pipeline'),
                time('started_at', 'Started'),
                text('state', 'State'),
                number('minutes', 'Minutes'),
                text('reason', 'First error'),
                text('update_id', 'Update'),
              ],
            },
          ],
        },
      ],
    },
    {
      name: 'data_quality',
      title: 'Data quality',
      rows: [
        {
          height: 2,
          widgets: [
            {
              kind: 'text',
              name: 'explanation',
              width: 6,
              lines: [
                'Depending on the rule, a row that fails is kept and counted, dropped, or fails the update.',
                'Dropped rows are in the quarantine of their table, with the names of all rules they failed.',
              ],
            },
          ],
        },
        {
          height: 7,
          widgets: [
            {
              kind: 'bar',
              name: 'rule_failures',
              title: 'Failed rows by rule',
              width: 3,
              dataset: queries.ruleFailures,
              x: time('day', 'Day'),
              y: { value: number('failed_rows', 'Rows'), by: text('rule', 'Rule') },
            },
            {
              kind: 'bar',
              name: 'quarantine',
              title: 'Quarantined rows by reason, last 30 days',
              width: 3,
              dataset: queries.quarantine,
              x: text('quarantine', 'Quarantine'),
              y: { value: number('quarantined_rows', 'Rows'), by: text('reason', 'Reason') },
            },
          ],
        },
        {
          height: 9,
          widgets: [
            {
              kind: 'table',
              name: 'rules',
              title: 'Rules by failure rate, last 7 days',
              width: 6,
              dataset: queries.ruleResults,
              columns: [
                text('table_name', 'Table'),
                text('rule', 'Rule'),
                number('failed_rows', 'Failed'),
                number('checked_rows', 'Rows'),
                percent('failure_rate', 'Share'),
                percent('tolerated', 'Tolerated'),
              ],
            },
          ],
        },
      ],
    },
    {
      name: 'freshness',
      title: 'Freshness',
      rows: [
        {
          height: 14,
          widgets: [
            {
              kind: 'table',
              name: 'tables',
              title: 'Last successful update of each table, stalest first',
              width: 6,
              dataset: queries.freshness,
              columns: [
                text('layer', 'Layer'),
                text('table_name', 'Table'),
                time('updated_at', 'Up to date'),
                number('hours_since_update', 'Hours ago'),
              ],
            },
          ],
        },
      ],
    },
  ];
}
