import type { Construct } from 'constructs';
import type { MedallionPipeline } from '../medallion/graph';
import { Dashboard, type DashboardSettings } from './dashboard';
import { type DashboardPage, number, percent, text, time } from './dashboard-page';
import type { EventLogTable } from './event-log';
import { operationsQueries } from './operations-queries';

/** Which pipeline is shown. */
export interface OperationsDashboardProps extends DashboardSettings {
  /** The pipeline, with all its datasets. */
  readonly pipeline: MedallionPipeline;

  /** Where its event log is published. */
  readonly eventLog: EventLogTable;

  /**
   * Share of rows, from 0 to 1, that may fail a rule which does not say by itself how many may.
   * @default 0.01
   */
  readonly toleratedFailureRate?: number;
}

/**
 * What happens in a pipeline, for engineers and auditors: updates, throughput, rules and quarantine, freshness,
 * backlog. All of it is read from the event log, so whoever may read that sees everything, and no data.
 */
export class OperationsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id, { ...props, pages: pagesOf(props), readers: 'operations' });
  }
}

function pagesOf({
  pipeline,
  eventLog: log,
  toleratedFailureRate = 0.01,
}: OperationsDashboardProps): DashboardPage[] {
  const queries = operationsQueries({ pipeline, log, toleratedFailureRate });
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
              title: 'Failed updates in 7 days',
              width: 1,
              dataset: queries.summary,
              value: number('failed_updates', 'Updates'),
            },
            {
              kind: 'counter',
              name: 'hours_since_update',
              title: `Hours since the oldest table of ${pipeline.layers.at(-1)?.node.id} was up to date`,
              width: 2,
              dataset: queries.summary,
              value: number('hours_since_update', 'Hours'),
            },
            {
              kind: 'counter',
              name: 'dropped_rows',
              title: 'Rows dropped in 24 hours',
              width: 2,
              dataset: queries.summary,
              value: number('dropped_rows', 'Rows'),
            },
            {
              kind: 'counter',
              name: 'backlog',
              title: 'Messages that wait',
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
              title: 'Rows written, by layer',
              width: 3,
              dataset: queries.throughput,
              x: time('day', 'Day'),
              y: { value: number('written_rows', 'Rows'), by: text('layer', 'Layer') },
            },
            {
              kind: 'line',
              name: 'backlog_over_time',
              title: 'Messages that wait to be read',
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
              title: 'Updates, the latest first',
              width: 6,
              dataset: queries.updates,
              columns: [
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
                'A row that fails a rule is kept and counted, dropped, or stops the update, as the rule says.',
                'The rows themselves are in the quarantine of their table, each with the names of all rules that it fails.',
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
              title: 'Rows that failed a rule',
              width: 3,
              dataset: queries.ruleFailures,
              x: time('day', 'Day'),
              y: { value: number('failed_rows', 'Rows'), by: text('rule', 'Rule') },
            },
            {
              kind: 'bar',
              name: 'quarantine',
              title: 'Rows that went into quarantine in 30 days, by reason',
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
              title: 'Rules in 7 days, the most failed first',
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
              title: 'When an update last found or brought each table up to date, the oldest first',
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
