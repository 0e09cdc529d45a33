import { type CorpusCase, PROD, replace, STACK } from './corpus-case';

const PIPELINE = 'databricks_pipeline.pipeline';
const SCHEMA = 'databricks_schema.schema';
const ALERT = 'databricks_alert_v2.monitoring_alerts';

/** Changes of `prod`, whose pipeline runs all the time. */
const CHANGES: readonly CorpusCase[] = [
  {
    change: 'another catalog',
    edits: [replace(PROD, "catalog: { name: 'prod' }", "catalog: { name: 'production' }")],
    finds: [`tables-moved ${PIPELINE}`, `container-replaced ${SCHEMA}`, `pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'another schema',
    edits: [replace(PROD, "schema: 'music_streaming'", "schema: 'music'")],
    finds: [`tables-moved ${PIPELINE}`, `container-replaced ${SCHEMA}`, `pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'no protection any more',
    edits: [replace(PROD, 'protect: true', 'protect: false')],
    finds: [
      `protection-removed ${PIPELINE}`,
      `protection-removed ${SCHEMA}`,
      `protection-removed ${SCHEMA}`,
      'protection-removed databricks_secret_scope.secrets_music-streaming_CDE0A08C',
    ],
  },
  {
    change: 'more workers',
    edits: [replace(PROD, 'workers: { min: 2, max: 8 }', 'workers: { min: 2, max: 12 }')],
    finds: [`cost-raised ${PIPELINE}`, `pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'fewer workers',
    edits: [replace(PROD, 'workers: { min: 2, max: 8 }', 'workers: { min: 2, max: 4 }')],
    finds: [`pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'larger nodes',
    edits: [
      replace(PROD, "nodeType: 'm6i.2xlarge'", "nodeType: 'm6i.4xlarge'"),
      replace(PROD, 'maxDbusPerHour: 120', 'maxDbusPerHour: 240'),
    ],
    finds: [
      `cost-raised ${PIPELINE}`,
      'cost-raised databricks_cluster_policy.compute',
      'cost-raised databricks_cluster_policy.compute_Tasks_25FCC16C',
      'cost-raised databricks_job.job',
      `pipeline-restarted ${PIPELINE}`,
    ],
  },
  {
    change: 'no Photon any more',
    edits: [replace(PROD, 'maxDbusPerHour: 120,', 'maxDbusPerHour: 120,\n    photon: false,')],
    finds: [`pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'a pipeline that runs on a schedule instead of all the time',
    edits: [
      replace(
        PROD,
        "trigger: { kind: 'continuous', checks: { cron: '0 10 * * * ?', timeZone: 'UTC' } }",
        "trigger: { kind: 'scheduled', schedule: { cron: '0 10 * * * ?', timeZone: 'UTC' } }",
      ),
    ],
    finds: [`schedule-stopped ${PIPELINE}`, `update-interrupted ${PIPELINE}`],
  },
  {
    change: 'a job that is paused',
    edits: [
      replace(
        PROD,
        "checks: { cron: '0 10 * * * ?', timeZone: 'UTC' }",
        "checks: { cron: '0 10 * * * ?', timeZone: 'UTC', paused: true }",
      ),
    ],
    finds: ['schedule-stopped databricks_job.job'],
  },
  {
    change: 'analysts who may not read any more',
    edits: [replace(PROD, "    analysts: group('data-analysts'),\n", '')],
    finds: ['access-lost', 'access-lost databricks_notebook.access'],
  },
  {
    change: 'another group of analysts',
    edits: [replace(PROD, "group('data-analysts')", "group('everybody')")],
    finds: [
      'access-lost',
      'access-lost databricks_notebook.access',
      'access-gained',
      'access-gained databricks_notebook.access',
    ],
  },
  {
    change: 'analysts who read silver as well',
    edits: [replace(STACK, "analystsRead: ['gold']", "analystsRead: ['silver', 'gold']")],
    finds: ['access-gained databricks_notebook.access'],
  },
  {
    change: 'other brokers',
    edits: [
      replace(
        PROD,
        "'kafka-1.prod.internal:9094',\n      'kafka-2.prod.internal:9094',\n      'kafka-3.prod.internal:9094',",
        "'broker-1.prod.internal:9094',",
      ),
    ],
    finds: [`history-lost ${PIPELINE}`, `pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'how much one micro-batch reads',
    edits: [replace(PROD, 'retentionHours: 168,', 'retentionHours: 168,\n    maxOffsetsPerTrigger: 100000,')],
    finds: [`pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'other tags',
    edits: [replace(PROD, "cost_centre: 'data-platform'", "cost_centre: 'music'")],
    finds: [`pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'a higher threshold of an alert',
    edits: [
      replace(
        PROD,
        "schedule: { cron: '0 0/15 * * * ?', timeZone: 'UTC' },\n",
        "schedule: { cron: '0 0/15 * * * ?', timeZone: 'UTC' },\n    thresholds: { staleAfterHours: 72 },\n",
      ),
    ],
    finds: [`unknown-change ${ALERT}_StaleTables_60AD5A45`],
  },
  {
    change: 'a larger warehouse',
    edits: [replace(PROD, "size: 'X-Small'", "size: 'Medium'")],
    finds: ['cost-raised databricks_sql_endpoint.monitoring_warehouse_C4B02D33'],
  },
  {
    change: 'another folder for the notebooks',
    edits: [
      replace(
        PROD,
        "schema: 'music_streaming',",
        "schema: 'music_streaming',\n  workspaceDirectory: '/Shared/music/prod',",
      ),
    ],
    finds: [
      `pipeline-restarted ${PIPELINE}`,
      'readers-break databricks_dashboard.monitoring_music_F4334C68',
      'readers-break databricks_dashboard.monitoring_operations_01E72680',
      'unknown-change databricks_directory.music-streaming_Directory_A1628423',
    ],
  },
  {
    change: 'a release of the runtime that is tried early',
    edits: [replace(PROD, '  protect: true,', "  protect: true,\n  channel: 'PREVIEW',")],
    finds: [`pipeline-restarted ${PIPELINE}`, `unknown-change ${PIPELINE}`],
  },
  {
    change: 'serverless compute',
    edits: [
      replace(
        PROD,
        "compute: {\n    kind: 'classic',\n    cloud: 'aws',\n    nodeType: 'm6i.2xlarge',\n    workers: { min: 2, max: 8 },\n    maxDbusPerHour: 120,\n  },",
        "compute: { kind: 'serverless' },",
      ),
    ],
    finds: [`cost-raised ${PIPELINE}`, `pipeline-restarted ${PIPELINE}`, 'unknown-change'],
  },
  {
    change: 'no alerts and dashboards any more',
    edits: [
      replace(
        PROD,
        "  monitoring: {\n    warehouse: { kind: 'created', size: 'X-Small', maxClusters: 2 },\n    schedule: { cron: '0 0/15 * * * ?', timeZone: 'UTC' },\n    notify: [\n      { userEmail: 'data-engineers@example.com' },\n      { destinationId: '00000000-0000-4000-8000-000000000003' },\n    ],\n  },\n",
        '',
      ),
    ],
    finds: [
      `monitoring-removed ${ALERT}_Backlog_EAC5585F`,
      `monitoring-removed ${ALERT}_FailedUpdates_74C9FF41`,
      `monitoring-removed ${ALERT}_FailingRules_F5CF3823`,
      `monitoring-removed ${ALERT}_GrowingQuarantines_D47F3EA6`,
      `monitoring-removed ${ALERT}_StaleTables_60AD5A45`,
      'monitoring-removed databricks_dashboard.monitoring_music_F4334C68',
      'monitoring-removed databricks_dashboard.monitoring_operations_01E72680',
      'readers-break databricks_sql_endpoint.monitoring_warehouse_C4B02D33',
    ],
  },
  {
    change: 'nobody who hears of failures',
    edits: [
      replace(
        PROD,
        "  notify: [\n    { userEmail: 'data-engineers@example.com' },\n    { destinationId: '00000000-0000-4000-8000-000000000003' },\n  ],\n  monitoring",
        '  monitoring',
      ),
    ],
    finds: [
      'monitoring-removed databricks_job.job',
      `monitoring-removed ${PIPELINE}`,
      `pipeline-restarted ${PIPELINE}`,
    ],
  },
  {
    change: 'another secret',
    edits: [
      replace(
        PROD,
        "{ scope: 'music-streaming', key: 'kafka-jaas-config' }",
        "{ scope: 'music', key: 'kafka-jaas-config' }",
      ),
    ],
    finds: [
      'secrets-deleted databricks_secret_scope.secrets_music-streaming_CDE0A08C',
      `pipeline-restarted ${PIPELINE}`,
      `unknown-change ${PIPELINE}`,
    ],
  },
  {
    change: 'a longer time for which Kafka keeps messages',
    edits: [replace(PROD, 'retentionHours: 168', 'retentionHours: 336')],
    finds: [],
  },
  {
    change: 'another name of the pipeline in Terraform',
    edits: [
      replace(
        'constructs/workspace/pipeline-deployment.ts',
        "props.logicalId ?? 'pipeline'",
        "props.logicalId ?? 'main_pipeline'",
      ),
    ],
    finds: [`pipeline-deleted ${PIPELINE}`, 'cost-raised databricks_pipeline.main_pipeline'],
  },
];

export const ENVIRONMENTS: readonly CorpusCase[] = CHANGES.map((each) => ({ environment: 'prod', ...each }));
