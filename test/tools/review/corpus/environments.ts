import { type CorpusCase, replace } from './corpus-case';

const PROD = 'environments.ts';
const STACK = 'stack.ts';

const PIPELINE = 'databricks_pipeline.pipeline';
const ANALYTICS = 'databricks_pipeline.analytics';
const SCHEMA = 'databricks_schema.schema';
const ALERT = 'databricks_alert_v2.alerts';

/** Findings about both pipelines that publish to a different schema; only one of them runs continuously. */
const TABLES_MOVED = [
  `tables-moved ${PIPELINE}`,
  `tables-moved ${ANALYTICS}`,
  `pipeline-restarted ${PIPELINE}`,
  `update-interrupted ${ANALYTICS}`,
];

/** Changes of `prod`, which ingests continuously. */
const CHANGES: readonly CorpusCase[] = [
  {
    change: 'another catalog',
    edits: [replace(PROD, "catalog: { name: 'prod' }", "catalog: { name: 'production' }")],
    finds: [`container-replaced ${SCHEMA}`, ...TABLES_MOVED],
  },
  {
    change: 'another schema',
    edits: [replace(PROD, "schema: 'music_prod'", "schema: 'music_new'")],
    finds: [`container-replaced ${SCHEMA}`, ...TABLES_MOVED],
  },
  {
    change: 'no protection any more',
    edits: [replace(PROD, 'protect: true', 'protect: false')],
    finds: [
      `protection-removed ${PIPELINE}`,
      `protection-removed ${ANALYTICS}`,
      `protection-removed ${SCHEMA}`,
      `protection-removed ${SCHEMA}`,
      'protection-removed databricks_secret_scope.secrets_kafka_B551C56B',
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
      `pipeline-restarted ${PIPELINE}`,
    ],
  },
  {
    change: 'no Photon any more',
    edits: [replace(PROD, 'maxDbusPerHour: 120,', 'maxDbusPerHour: 120,\n        photon: false,')],
    finds: [`pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'a pipeline that runs on a schedule instead of all the time',
    edits: [replace(PROD, 'continuous: true', 'continuous: false')],
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
    finds: ['schedule-stopped databricks_job.checks'],
  },
  {
    change: 'analysts who may not read any more',
    edits: [replace(PROD, "    analysts: group('analysts'),\n", '')],
    finds: ['access-lost', 'access-lost databricks_notebook.access'],
  },
  {
    change: 'another group of analysts',
    edits: [replace(PROD, "group('analysts')", "group('everybody')")],
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
    edits: [replace(PROD, "'kafka.prod:9094'", "'broker.prod:9094'")],
    finds: [`history-lost ${PIPELINE}`, `pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'how much one micro-batch reads',
    edits: [replace(PROD, 'retentionHours: 168,', 'retentionHours: 168,\n    maxOffsetsPerTrigger: 100000,')],
    finds: [`pipeline-restarted ${PIPELINE}`],
  },
  {
    change: 'other tags',
    edits: [replace(PROD, "cost_centre: 'data'", "cost_centre: 'music'")],
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
    finds: [`unknown-change ${ALERT}_Problems_0A4E8B36`],
  },
  {
    change: 'a larger warehouse',
    edits: [replace(PROD, "size: 'X-Small'", "size: 'Medium'")],
    finds: ['cost-raised databricks_sql_endpoint.warehouse'],
  },
  {
    change: 'another folder for the notebooks',
    edits: [
      replace(
        PROD,
        "schema: 'music_prod',",
        "schema: 'music_prod',\n  workspaceDirectory: '/Workspace/music/prod',",
      ),
    ],
    finds: [
      `pipeline-restarted ${PIPELINE}`,
      `readers-break ${ALERT}_LateRows_9BDA6547`,
      `readers-break ${ALERT}_Notices_7D4FE71F`,
      `readers-break ${ALERT}_Problems_0A4E8B36`,
      'readers-break databricks_dashboard.operations',
      'unknown-change databricks_directory.directory',
      'unknown-change databricks_directory.small_analytics_Directory_F0121B7C',
      'unknown-change databricks_directory.small_ingestion_Directory_F1A0DED1',
      `update-interrupted ${ANALYTICS}`,
    ],
  },
  {
    change: 'a release of the runtime that is tried early',
    edits: [replace(PROD, '  protect: true,', "  protect: true,\n  channel: 'PREVIEW',")],
    finds: [
      `pipeline-restarted ${PIPELINE}`,
      `unknown-change ${PIPELINE}`,
      `update-interrupted ${ANALYTICS}`,
      `unknown-change ${ANALYTICS}`,
    ],
  },
  {
    change: 'serverless compute',
    edits: [
      replace(
        PROD,
        "compute: {\n        kind: 'classic',\n        cloud: 'aws',\n        nodeType: 'm6i.2xlarge',\n        workers: { min: 2, max: 8 },\n        maxDbusPerHour: 120,\n      },",
        "compute: { kind: 'serverless' },",
      ),
    ],
    finds: [
      `cost-raised ${PIPELINE}`,
      `pipeline-restarted ${PIPELINE}`,
      'unknown-change databricks_cluster_policy.compute',
    ],
  },
  {
    change: 'no alerts and dashboards any more',
    edits: [
      replace(
        PROD,
        "    monitoring: {\n      warehouse: { kind: 'created', size: 'X-Small', maxClusters: 2 },\n      schedule: { cron: '0 0/15 * * * ?', timeZone: 'UTC' },\n      notify: [{ userEmail: 'engineers@example.com' }],\n    },\n",
        '',
      ),
    ],
    finds: [
      `monitoring-removed ${ALERT}_LateRows_9BDA6547`,
      `monitoring-removed ${ALERT}_Notices_7D4FE71F`,
      `monitoring-removed ${ALERT}_Problems_0A4E8B36`,
      'monitoring-removed databricks_dashboard.operations',
      'readers-break databricks_sql_endpoint.warehouse',
    ],
  },
  {
    change: 'nobody who hears of failures',
    edits: [replace(PROD, "  notify: [{ userEmail: 'engineers@example.com' }],\n} satisfies", '} satisfies')],
    finds: [
      'monitoring-removed databricks_job.checks',
      'monitoring-removed databricks_job.job',
      `monitoring-removed ${ANALYTICS}`,
      `monitoring-removed ${PIPELINE}`,
      `pipeline-restarted ${PIPELINE}`,
    ],
  },
  {
    change: 'another secret',
    edits: [replace(PROD, "{ scope: 'kafka', key: 'password' }", "{ scope: 'other', key: 'password' }")],
    finds: [
      'secrets-deleted databricks_secret_scope.secrets_kafka_B551C56B',
      `pipeline-restarted ${PIPELINE}`,
      `unknown-change ${PIPELINE}`,
    ],
  },
  {
    change: 'a service credential instead of a password',
    edits: [
      replace(PROD, "kind: 'sasl-scram'", "kind: 'service-credential'"),
      replace(PROD, "username: 'small'", "name: 'kafka-reader'"),
      replace(PROD, "        password: { scope: 'kafka', key: 'password' },\n", ''),
    ],
    finds: [
      'secrets-deleted databricks_secret_scope.secrets_kafka_B551C56B',
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
    edits: [replace(STACK, "logicalId: 'pipeline'", "logicalId: 'main_pipeline'")],
    finds: [`pipeline-deleted ${PIPELINE}`, 'cost-raised databricks_pipeline.main_pipeline'],
  },
];

export const ENVIRONMENTS: readonly CorpusCase[] = CHANGES.map((each) => ({ environment: 'prod', ...each }));
