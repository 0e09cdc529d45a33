import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import { ComputedTable } from '../medallion/datasets/computed-table';
import type { Dataset, MedallionPlatform } from '../medallion/graph';
import { settingProblems } from '../medallion/settings';
import { Alert } from './alert';
import {
  backlogQuery,
  failedUpdatesQuery,
  failingRulesQuery,
  growingQuarantinesQuery,
  staleTablesQuery,
} from './alert-queries';
import { AlertThresholds, withDefaults } from './alert-thresholds';
import type { EventLogTable } from './event-log';
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

  /** When the alerts are evaluated. */
  readonly schedule: Schedule;

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

/**
 * Alerts of a platform: failed updates, rules that fail too often, growing quarantines, stale tables and streams that
 * fall behind. They only read the event logs.
 *
 * @see https://docs.databricks.com/aws/en/ldp/monitor-event-logs
 */
export class PipelineAlerts extends Construct {
  readonly failedUpdates: Alert;
  readonly failingRules: Alert;
  /** Undefined if no table of the platform has a quarantine. */
  readonly growingQuarantines?: Alert;
  readonly staleTables: Alert;
  readonly backlog: Alert;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PipelineAlertsProps,
  ) {
    super(scope, id);
    const { platform, eventLogs: logs } = props;
    const { datasets } = platform;
    const thresholds = withDefaults(props.thresholds);
    const { lookbackHours, quarantineGrowth, staleAfterHours, minimumRows } = thresholds;
    const inQuery = { logs, thresholds };
    const quarantined = datasets.filter((table) => table instanceof ComputedTable && table.quarantine);
    const freshTables =
      props.freshTables ??
      platform.datasetsOf(platform.layerNames.at(-1)).filter((dataset) => dataset.isStored);

    this.failedUpdates = this.alert('FailedUpdates', 'update failed', {
      query: failedUpdatesQuery(inQuery),
      description: `An update failed in the last ${lookbackHours} hours, and none of the same pipeline has completed since. Tables still have the data of the last completed update. Open the failed update on the pipeline's page. Data ingested before the failure is not lost: the next update continues from there.`,
    });
    this.failingRules = this.alert('FailingRules', 'rule fails too often', {
      query: failingRulesQuery(datasets, inQuery),
      description: `In the last ${lookbackHours} hours, a larger share of rows failed a rule than is tolerated. Start with the quarantine of the table: it has the dropped rows and the names of the rules they failed.`,
    });
    this.growingQuarantines =
      quarantined.length === 0
        ? undefined
        : this.alert('GrowingQuarantines', 'quarantine grows', {
            query: growingQuarantinesQuery(quarantined, inQuery),
            description: `In the last ${lookbackHours} hours, a table dropped at least ${minimumRows} rows, and the share of dropped rows is more than ${quarantineGrowth} times that of the week before. A producer may have changed its events. The quarantine has the dropped rows and the names of the rules they failed.`,
          });
    this.staleTables = this.alert('StaleTables', 'table is stale', {
      query: staleTablesQuery(freshTables, inQuery),
      description: `A table has not been updated successfully for ${staleAfterHours} hours, so its data is outdated. Check whether updates run at all, and whether one of the table's inputs failed.`,
    });
    this.backlog = this.alert('Backlog', 'stream falls behind', {
      query: backlogQuery(inQuery),
      description:
        'The backlog of a flow exceeds the limit. Check whether the flow runs, and whether its compute is large enough for the incoming data.',
    });

    const known = datasets.length;
    this.node.addValidation({
      validate: () => [
        ...settingProblems(AlertThresholds, thresholds, 'thresholds'),
        ...(freshTables.length === 0
          ? [
              'freshTables is empty, so staleness cannot be monitored. Add a table, or create the alerts after the datasets.',
            ]
          : []),
        ...freshTables
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

  /** All alerts. */
  get alerts(): readonly Alert[] {
    return [
      this.failedUpdates,
      this.failingRules,
      ...(this.growingQuarantines ? [this.growingQuarantines] : []),
      this.staleTables,
      this.backlog,
    ];
  }

  private alert(id: string, name: string, about: { query: string; description: string }): Alert {
    const { namePrefix, schedule, warehouseId, directory, notify, roles } = this.props;
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
      schedule,
      warehouseId,
      directory,
      notify,
      roles,
    });
  }
}
