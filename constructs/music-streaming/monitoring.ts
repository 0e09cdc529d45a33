import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import type { z } from 'zod';
import { exactly, wholeNumber } from '../medallion';
import {
  AlertThresholds,
  type DeploymentNames,
  type EventLogTable,
  NamedRecipients,
  OperationsDashboard,
  PipelineAlerts,
  type Recipient,
  type Roles,
  Schedule,
  type Tags,
  Warehouse,
  WarehouseSettings,
} from '../workspace';
import { MusicDashboard } from './music-dashboard';
import type { MusicStreamingPlatform } from './music-streaming-platform';

/** Monitoring of the platform, and who is notified. */
export const MonitoringSettings = exactly({
  /** SQL warehouse for alerts and dashboards. */
  warehouse: WarehouseSettings,

  /** When problems are evaluated: failed updates, failing rules, stale tables, backlogs. */
  schedule: Schedule,

  /**
   * When tables are compared for rows dropped as late, and notices such as new fields are evaluated.
   * @default - every day at 6:30, in the time zone of the schedule
   */
  dailySchedule: Schedule.optional(),

  /** Who is notified of an alert. */
  notify: NamedRecipients,

  /**
   * Minutes after which recipients are notified again while there are problems.
   * @default 60
   */
  remindAfterMinutes: wholeNumber().optional(),

  /**
   * When alerts trigger.
   * @default - the default of each threshold
   */
  thresholds: AlertThresholds.optional(),
});
export type MonitoringSettings = z.infer<typeof MonitoringSettings>;

/** Properties of {@link Monitoring}. */
export interface MonitoringProps extends Omit<MonitoringSettings, 'notify'> {
  /** Who is notified of an alert, by IDs of destinations. */
  readonly notify: readonly Recipient[];

  readonly platform: MusicStreamingPlatform;
  readonly catalog: string;
  readonly schema: string;

  /** Tables that the pipelines publish their event logs to. */
  readonly eventLogs: readonly EventLogTable[];

  /** Workspace folder of alerts and dashboards. */
  readonly directory: Directory;

  readonly names: DeploymentNames;
  readonly roles: Roles;
  readonly tags: Tags;

  /**
   * Share of rows, from 0 to 1, that may fail a rule without a limit of its own.
   * @default 0.01
   */
  readonly toleratedFailureRate?: number;
}

/** Alerts, a dashboard for operators and a dashboard for analysts. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { platform, catalog, schema, eventLogs, directory, names, roles, tags, toleratedFailureRate } =
      props;
    const { warehouseId } = new Warehouse(this, 'warehouse', {
      warehouse: props.warehouse,
      warehouseName: names.of(),
      roles,
      tags,
    });
    const asked = { platform, directory, warehouseId, roles };

    new PipelineAlerts(this, 'alerts', {
      ...asked,
      eventLogs,
      namePrefix: names.of(),
      schedule: props.schedule,
      dailySchedule: props.dailySchedule,
      notify: props.notify,
      remindAfterMinutes: props.remindAfterMinutes,
      thresholds: { toleratedFailureRate, ...props.thresholds },
    });

    new OperationsDashboard(this, 'operations', {
      ...asked,
      eventLogs,
      toleratedFailureRate,
      dashboardName: names.of('operations'),
    });

    new MusicDashboard(this, 'music', { ...asked, catalog, schema, dashboardName: names.of('figures') });
  }
}
