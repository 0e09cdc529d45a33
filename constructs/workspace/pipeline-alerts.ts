import { Construct } from 'constructs';
import { ComputedTable } from '../medallion/datasets/computed-table';
import type { Dataset, MedallionPipeline } from '../medallion/graph';
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

/** Which pipeline is watched, and who hears of it. */
export interface PipelineAlertsProps {
  /** The pipeline, with all its datasets. */
  readonly pipeline: MedallionPipeline;

  /** Where its event log is published. */
  readonly eventLog: EventLogTable;

  /** What stands before the names of all alerts, such as `music-streaming-prod`. */
  readonly namePrefix: string;

  /**
   * Tables that must not be stale.
   * @default - all tables of the last layer
   */
  readonly freshTables?: readonly Dataset[];

  /**
   * From where on something is wrong.
   * @default - the default of each threshold
   */
  readonly thresholds?: AlertThresholds;

  /** When the alerts look. */
  readonly schedule: Schedule;

  /** The SQL warehouse that they ask. */
  readonly warehouseId: string;

  /** Folder of the workspace that holds them; a reference, so that the folder is created first. */
  readonly parentPath: string;

  /**
   * Who hears of what is wrong.
   * @default - nobody
   */
  readonly notify?: readonly Recipient[];

  /** Who may do what with them. They ask as the owner. */
  readonly roles: Roles;
}

/**
 * What somebody must hear of a pipeline: updates that fail, rules that too many rows fail, quarantines that grow,
 * tables that are stale, streams that fall behind. All is read from the event log.
 *
 * @see https://docs.databricks.com/aws/en/ldp/monitor-event-logs
 */
export class PipelineAlerts extends Construct {
  readonly failedUpdates: Alert;
  readonly failingRules: Alert;
  /** Nothing if no table of the pipeline keeps a quarantine. */
  readonly growingQuarantines?: Alert;
  readonly staleTables: Alert;
  readonly backlog: Alert;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PipelineAlertsProps,
  ) {
    super(scope, id);
    const { pipeline, eventLog: log } = props;
    const { datasets } = pipeline;
    const thresholds = withDefaults(props.thresholds);
    const { lookbackHours, quarantineGrowth, staleAfterHours, minimumRows } = thresholds;
    const inQuery = { log, thresholds };
    const quarantined = datasets.filter((table) => table instanceof ComputedTable && table.quarantine);
    const freshTables =
      props.freshTables ?? pipeline.layers.at(-1)?.datasets.filter((dataset) => dataset.isStored) ?? [];

    this.failedUpdates = this.alert('FailedUpdates', 'update failed', {
      query: failedUpdatesQuery(inQuery),
      description: `The pipeline failed within ${lookbackHours} hours, and no update has completed since. Tables are as the last update left them. Open the update in the pipeline's page; what it took in before it failed is not lost, and the next one goes on from there.`,
    });
    this.failingRules = this.alert('FailingRules', 'rule fails too often', {
      query: failingRulesQuery(datasets, inQuery),
      description: `Within ${lookbackHours} hours a larger share of rows failed a rule than is tolerated. Rows that a rule drops are in the quarantine of the table, with the names of the rules; look there first.`,
    });
    this.growingQuarantines =
      quarantined.length === 0
        ? undefined
        : this.alert('GrowingQuarantines', 'quarantine grows', {
            query: growingQuarantinesQuery(quarantined, inQuery),
            description: `Within ${lookbackHours} hours a table dropped more than ${quarantineGrowth} times as large a share of its rows as in the week before, and at least ${minimumRows}. Rows with their reasons are in the quarantine: a producer may have changed what it sends.`,
          });
    this.staleTables = this.alert('StaleTables', 'table is stale', {
      query: staleTablesQuery(freshTables, inQuery),
      description: `For ${staleAfterHours} hours no update has found or brought a table up to date. Who reads it sees old figures. See whether updates run at all, and whether what the table reads has failed.`,
    });
    this.backlog = this.alert('Backlog', 'stream falls behind', {
      query: backlogQuery(inQuery),
      description:
        'More waits to be read by a flow than is tolerated. See whether the flow runs, and whether its compute is large enough for what arrives.',
    });

    const known = datasets.length;
    this.node.addValidation({
      validate: () => [
        ...settingProblems(AlertThresholds, thresholds, 'thresholds'),
        ...(freshTables.length === 0
          ? [
              'freshTables is empty: no table could be stale. Name a table, or create the alerts after the datasets.',
            ]
          : []),
        ...freshTables
          .filter((table) => !table.isStored)
          .map(
            ({ name }) =>
              `freshTables has '${name}', which is a view: it is as fresh as what it reads. Name a table.`,
          ),
        ...(pipeline.datasets.length === known
          ? []
          : [
              'datasets were added to the pipeline later, and nothing watches them. Create the alerts after them.',
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
    const { namePrefix, schedule, warehouseId, parentPath, notify, roles } = this.props;
    return new Alert(this, id, {
      ...about,
      alertName: `${namePrefix}: ${name}`,
      // A query returns what is wrong, and nothing else.
      condition: {
        column: 'value',
        aggregation: 'COUNT',
        is: { operator: 'GREATER_THAN', threshold: 0 },
        ifEmpty: 'OK',
      },
      schedule,
      warehouseId,
      parentPath,
      notify,
      roles,
    });
  }
}
