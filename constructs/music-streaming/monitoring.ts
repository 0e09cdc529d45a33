import { Construct } from 'constructs';
import type { z } from 'zod';
import { exactly } from '../medallion';
import {
  AlertThresholds,
  type DeploymentNames,
  OperationsDashboard,
  PipelineAlerts,
  Recipients,
  type Roles,
  Schedule,
  type Tags,
  Warehouse,
  WarehouseSettings,
} from '../workspace';
import { MusicDashboard } from './music-dashboard';
import type { MusicStreamingPipeline } from './music-streaming-pipeline';

/** Monitoring of the platform, and who is notified. */
export const MonitoringSettings = exactly({
  /** SQL warehouse for alerts and dashboards. */
  warehouse: WarehouseSettings,

  /** When alerts are evaluated. */
  schedule: Schedule,

  /** Who is notified of an alert. */
  notify: Recipients,

  /**
   * When alerts trigger.
   * @default - the default of each threshold
   */
  thresholds: AlertThresholds.optional(),
});
export type MonitoringSettings = z.infer<typeof MonitoringSettings>;

/** Properties of {@link Monitoring}. */
export interface MonitoringProps extends MonitoringSettings {
  readonly pipeline: MusicStreamingPipeline;
  readonly catalog: string;
  readonly schema: string;

  /** Table that the pipeline's event log is published to. */
  readonly eventLog: string;

  /** Workspace folder of alerts and dashboards, as a reference. */
  readonly parentPath: string;

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
    const { pipeline, catalog, schema, parentPath, names, roles, tags, toleratedFailureRate } = props;
    const eventLog = { catalog, schema, name: props.eventLog };
    const { warehouseId } = new Warehouse(this, 'warehouse', {
      warehouse: props.warehouse,
      warehouseName: names.of(),
      roles,
      tags,
    });
    const asked = { pipeline, parentPath, warehouseId, roles };

    new PipelineAlerts(this, 'alerts', {
      ...asked,
      eventLog,
      namePrefix: names.of(),
      schedule: props.schedule,
      notify: props.notify,
      thresholds: { toleratedFailureRate, ...props.thresholds },
    });

    new OperationsDashboard(this, 'operations', {
      ...asked,
      eventLog,
      toleratedFailureRate,
      dashboardName: names.of('operations'),
    });

    new MusicDashboard(this, 'music', { ...asked, catalog, schema, dashboardName: names.of('figures') });
  }
}
