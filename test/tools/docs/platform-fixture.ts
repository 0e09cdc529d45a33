import type { Manifest } from '../../../tools/artefacts/manifest';
import { type DeployedCompute, deployedCompute } from '../../../tools/docs/deployed-compute';
import { EventShare } from '../../../tools/docs/measured-load';
import type { EstimatedPlatform } from '../../../tools/docs/scale-estimate';
import type { StackContent } from '../../../tools/review/plan/stack-directory';
import { SHOP } from '../lineage/shop-fixture';

/** Orders that are deduplicated within an hour. */
const MANIFEST: Manifest = {
  ...SHOP,
  datasets: SHOP.datasets.map((dataset) =>
    dataset.name === 'bronze_orders'
      ? { ...dataset, deduplicate: { keys: ['id'], within: '1 hour', time: 'at' } }
      : dataset,
  ),
};

const SHARE = new EventShare({
  topics: { orders: { messages: 1000, bytes: 500_000 } },
  tables: {
    raw_orders: { rows: 1000, bytes: 200_000 },
    bronze_orders: { rows: 900, bytes: 90_000 },
    customers: { rows: 100, bytes: 5_000 },
    daily_sales: { rows: 10, bytes: 100 },
  },
});

const CLUSTER = {
  label: 'default',
  node_type_id: 'm6i.2xlarge',
  autoscale: { min_workers: 2, max_workers: 8 },
};

/** A pipeline that runs continuously on clusters, one that a job updates every hour, and alerts. */
export const STACK: StackContent = {
  resource: {
    databricks_pipeline: {
      ingestion: {
        continuous: true,
        serverless: false,
        photon: true,
        cluster: [CLUSTER],
        configuration: { 'kafka.bootstrap_servers': 'a:9092', 'spark.sql.shuffle.partitions': '50' },
      },
      analytics: { continuous: false, serverless: true, configuration: {} },
    },
    databricks_job: {
      job: {
        schedule: { quartz_cron_expression: '0 0 * * * ?', pause_status: 'UNPAUSED' },
        task: [
          { task_key: 'gate', notebook_task: { notebook_path: '/gate' } },
          { task_key: 'update', pipeline_task: { pipeline_id: `\${databricks_pipeline.analytics.id}` } },
        ],
      },
    },
    databricks_sql_endpoint: { warehouse: { cluster_size: 'Small', auto_stop_mins: 9, max_num_clusters: 4 } },
    databricks_alert_v2: {
      often: { schedule: { quartz_cron_schedule: '0 0/30 * * * ?', pause_status: 'UNPAUSED' } },
      paused: { schedule: { quartz_cron_schedule: '0 * * * * ?', pause_status: 'PAUSED' } },
    },
  },
};

/** What a stack deploys, with other properties of its ingestion. */
export function computeWith(ingestion: object = {}): DeployedCompute {
  const pipelines = STACK.resource?.databricks_pipeline ?? {};
  return deployedCompute({
    resource: {
      ...STACK.resource,
      databricks_pipeline: { ...pipelines, ingestion: { ...pipelines.ingestion, ...ingestion } },
    },
  });
}

/** The shop, deployed with other properties of its ingestion. */
export function platformWith(ingestion: object = {}): EstimatedPlatform {
  return { manifest: MANIFEST, compute: computeWith(ingestion), share: SHARE };
}
