import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import { ComputedTable } from '../medallion/datasets/computed-table';
import type { Dataset, MedallionPlatform } from '../medallion/graph';
import { settingProblems } from '../medallion/settings';
import { Alert, type AlertProps } from './alert';
import { noticesQuery, problemsQuery } from './alert-queries';
import { AlertThresholds, withDefaults } from './alert-thresholds';
import type { EventLogTable } from './event-log';
import { lateRowsQuery } from './late-rows-query';
import type { Recipient } from './recipient';
import type { Roles } from './roles';
import type { Schedule } from './trigger';

/** Properties of {@link PipelineAlerts}. */
export interface PipelineAlertsProps {
  /** The platform, with all its datasets. */
  readonly platform: MedallionPlatform;

  /** Tables that the pipelines publish their event logs to. */
  readonly eventLogs: readonly EventLogTable[];

  /** Prefix of all alert names, such as `music-streaming-prod`. */
  readonly namePrefix: string;

  /**
   * Tables to monitor for staleness.
   * @default - all tables of the last layer
   */
  readonly freshTables?: readonly Dataset[];

  /**
   * When alerts trigger.
   * @default - the default of each threshold
   */
  readonly thresholds?: AlertThresholds;

  /** When problems are evaluated. */
  readonly schedule: Schedule;

  /**
   * When late rows and notices are evaluated: comparing tables costs more than reading event logs.
   * @default - every day at 6:30, in the time zone of the schedule
   */
  readonly dailySchedule?: Schedule;

  /**
   * Minutes after which recipients are notified again while there are problems.
   * @default 60
   */
  readonly remindAfterMinutes?: number;

  /** SQL warehouse that runs the queries. */
  readonly warehouseId: string;

  /** Workspace folder of the alerts. */
  readonly directory: Directory;

  /**
   * Who is notified.
   * @default - nobody
   */
  readonly notify?: readonly Recipient[];

  /** Who may view, edit and run them. The queries run as the owner. */
  readonly roles: Roles;
}

/** Reminders about problems that need work, which nobody finishes within the hour: once a day, or once a week. */
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/**
 * Alerts of a platform. `problems` reports failed updates, rules that fail too often, growing quarantines, stale tables
 * and streams that fall behind; it only reads the event logs. Once a day `lateRows` compares deduplicated tables with
 * their inputs, and `notices` reports rules that tolerate every row, such as undeclared fields of messages.
 *
 * @see https://docs.databricks.com/aws/en/ldp/monitor-event-logs
 */
export class PipelineAlerts extends Construct {
  readonly problems: Alert;
  /** Undefined if no deduplicated table can be compared with its input. */
  readonly lateRows?: Alert;
  /** Undefined if no rule tolerates every row. */
  readonly notices?: Alert;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PipelineAlertsProps,
  ) {
    super(scope, id);
    const { platform, eventLogs: logs, schedule } = props;
    const { datasets } = platform;
    const thresholds = withDefaults(props.thresholds);
    const { lookbackHours, quarantineGrowth, staleAfterHours, minimumRows } = thresholds;
    const quarantined = datasets.filter((table) => table instanceof ComputedTable && table.quarantine);
    const fresh =
      props.freshTables ??
      platform.datasetsOf(platform.layerNames.at(-1)).filter((dataset) => dataset.isStored);
    const daily = props.dailySchedule ?? {
      cron: '0 30 6 * * ?',
      timeZone: schedule.timeZone,
      paused: schedule.paused,
    };

    this.problems = this.alert('Problems', 'problems', {
      query: problemsQuery({ datasets, quarantined, fresh }, { logs, thresholds }),
      schedule,
      remindAfterMinutes: props.remindAfterMinutes ?? 60,
      description: [
        'Each row is a problem.',
        `- update failed: an update failed in the last ${lookbackHours} hours, and no later one of the pipeline runs well. Tables have the data of the last successful update. Open the failed update on the page of the pipeline. The next update continues where it stopped.`,
        `- rule fails too often: in the last ${lookbackHours} hours, a larger share of rows failed a rule than is tolerated. The quarantine of the table has the dropped rows and the names of the rules they failed.`,
        `- quarantine grows: in the last ${lookbackHours} hours, a table dropped at least ${minimumRows} rows, and the share of dropped rows is more than ${quarantineGrowth} times that of the week before. A producer may have changed its events.`,
        `- table is stale: it has not been updated successfully for ${staleAfterHours} hours. Check whether updates run, and whether an input failed.`,
        '- stream falls behind: the backlog of a flow exceeds the limit (value 1). Check whether it runs, and whether its compute is large enough.',
      ].join('\n'),
    });
    const lateRows = lateRowsQuery(platform);
    this.lateRows =
      lateRows === undefined
        ? undefined
        : this.alert('LateRows', 'rows dropped as late', {
            query: lateRows,
            schedule: daily,
            remindAfterMinutes: DAY,
            description:
              'Rows of the input are missing in a deduplicated table: they were delivered so late that they may repeat a forgotten event. The clock of a producer may be wrong. The rows are still in the input; a full refresh of the table and everything that reads it recovers them.',
          });
    const rules = datasets.flatMap(({ name, expectations }) =>
      expectations
        .filter(({ toleratedFailureRate }) => toleratedFailureRate === 1)
        .map(({ name: rule }) => `${name}.${rule}`),
    );
    this.notices =
      rules.length === 0
        ? undefined
        : this.alert('Notices', 'notices', {
            query: noticesQuery(rules, { logs, thresholds }),
            schedule: daily,
            remindAfterMinutes: WEEK,
            description: `In the last ${lookbackHours} hours, rows failed a rule that tolerates every row: no job fails, and no data is lost. For no_unknown_fields, messages have fields without a column: the column unknown_fields of the table lists them, and the payload keeps their values. Declare the fields to get columns.`,
          });

    const known = datasets.length;
    this.node.addValidation({
      validate: () => [
        ...settingProblems(AlertThresholds, thresholds, 'thresholds'),
        ...(fresh.length === 0
          ? [
              'freshTables is empty, so staleness cannot be monitored. Add a table, or create the alerts after the datasets.',
            ]
          : []),
        ...fresh
          .filter((table) => !table.isStored)
          .map(
            ({ name }) =>
              `freshTables has '${name}', which is a view, and a view is never stale itself. Use a table that it reads.`,
          ),
        ...(platform.datasets.length === known
          ? []
          : [
              'datasets were added to the platform after the alerts, so they are not monitored. Create the alerts after all datasets.',
            ]),
      ],
    });
  }

  private alert(
    id: string,
    name: string,
    about: Pick<AlertProps, 'query' | 'description' | 'schedule' | 'remindAfterMinutes'>,
  ): Alert {
    const { namePrefix, warehouseId, directory, notify, roles } = this.props;
    return new Alert(this, id, {
      ...about,
      alertName: `${namePrefix}: ${name}`,
      // The queries return only problems.
      condition: {
        column: 'value',
        aggregation: 'COUNT',
        is: { operator: 'GREATER_THAN', threshold: 0 },
        ifEmpty: 'OK',
      },
      warehouseId,
      directory,
      notify,
      roles,
    });
  }
}
