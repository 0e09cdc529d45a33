import { about, type Finding } from '../finding';
import { blocksOf } from '../plan/deployment';
import { isEmpty } from './attribute-changes';
import { either, type Judge } from './attribute-verdict';
import type { ChangedResources } from './changed-resources';
import { CONFIGURATION } from './configuration-verdicts';
import type { DbuRates } from './dbu-rates';
import { describeChange, nameOf, valueText } from './descriptions';
import { connectionFindings, kafkaStreams } from './kafka-verdicts';
import { editionVerdict, eventLogFindings, runsContinuously, runsWhenStarted } from './pipeline-verdicts';

const LDP = 'https://docs.databricks.com/aws/en/ldp';
const CONFIGURE_JOB = 'https://docs.databricks.com/aws/en/jobs/configure-job';
const WAREHOUSES = 'https://docs.databricks.com/aws/en/compute/sql-warehouse/warehouse-behavior';

/** Assessments of changed attributes, by resource type and path; `*` is any type, or any name in a path. */
const JUDGES: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  '*': {
    force_destroy: ({ resource, name, after }) => {
      const what = `The ${resource.type.replaceAll('_', ' ')} ${name}`;
      return either(
        after === true,
        {
          kind: 'protection-removed',
          what: `${what} can now be deleted with all its contents.`,
          why: 'force_destroy: false → true.',
          otherwise: 'Databricks no longer refuses to delete it while it is not empty.',
          todo: { sentence: 'Leave `force_destroy` off if the data must be kept.' },
          documentation:
            'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/schema#force_destroy',
        },
        { what: `${what} can only be deleted if it is empty.`, why: 'force_destroy: true → false.' },
      );
    },
  },
  alert_v2: {
    parent_path: ({ name, before, after }) => ({
      kind: 'unknown-change',
      what: `The alert ${name} is moved to a different folder, which fails at apply: Databricks sets the folder of an alert only when it is created.`,
      why: `parent_path: ${valueText(before)} → ${valueText(after)}.`,
      otherwise: 'The deployment stops halfway, and every later plan shows the same change.',
      todo: {
        sentence: 'Recreate the alert: add `lifecycle { replace_triggered_by = [<its folder>] }` to it.',
      },
      documentation:
        'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/alert_v2',
    }),
  },
  catalog: {
    isolation_mode: ({ name, before, after }) => ({
      kind: after === 'OPEN' ? 'access-gained' : 'access-lost',
      what:
        after === 'OPEN'
          ? `The catalog ${name} can be used from every workspace of the metastore.`
          : `The catalog ${name} can only be used from workspaces it is bound to.`,
      why: `isolation_mode: ${valueText(before)} → ${valueText(after)}.`,
      documentation: 'https://docs.databricks.com/aws/en/catalogs/binding',
    }),
  },
  dashboard: {
    embed_credentials: ({ name, after }) => ({
      kind: after === true ? 'access-gained' : 'access-lost',
      what:
        after === true
          ? `Viewers of the dashboard ${name} see its data with the permissions of its publisher.`
          : `Viewers of the dashboard ${name} see only data they have access to.`,
      why: `embed_credentials: ${after !== true} → ${after === true}.`,
      documentation: 'https://docs.databricks.com/aws/en/dashboards/share/share',
    }),
  },
  job: {
    timeout_seconds: ({ name, before, after }) =>
      either(
        secondsOf(after) < secondsOf(before),
        {
          kind: 'update-interrupted',
          what: `Runs of the job ${name} now time out after ${valueText(after)} seconds.`,
        },
        { what: `Runs of the job ${name} have a longer timeout.` },
        CONFIGURE_JOB,
      ),
    queue: ({ resource, name }) =>
      either(
        blocksOf(resource.after?.queue).every(({ enabled }) => enabled !== true),
        {
          kind: 'schedule-stopped',
          what: `A run of the job ${name} that is due while an earlier run is active is skipped instead of queued.`,
        },
        { what: `A run of the job ${name} that is due while an earlier run is active waits for it.` },
        CONFIGURE_JOB,
      ),
    max_concurrent_runs: ({ name, before, after }) => ({
      kind: 'unknown-change',
      what:
        Number(after ?? 1) > Number(before ?? 1)
          ? `Several runs of the job ${name} may run concurrently: the review cannot tell whether its tasks support that.`
          : `Fewer runs of the job ${name} may run concurrently.`,
      documentation: CONFIGURE_JOB,
    }),
    health: ({ name, path, before, after }) =>
      either(
        path.at(-1) === 'value' ? Number(after) > Number(before) : isEmpty(after),
        {
          kind: 'monitoring-removed',
          what: `Long runs of the job ${name} are reported later, or not at all.`,
        },
        { what: `Long runs of the job ${name} are reported at least as early as before.` },
        'https://docs.databricks.com/aws/en/jobs/notifications',
      ),
    performance_target: ({ name, after }) =>
      either(
        after !== 'STANDARD',
        {
          kind: 'cost-raised',
          what: `Serverless tasks of the job ${name} start faster and use more DBUs for the same work.`,
        },
        { what: `Serverless tasks of the job ${name} start minutes later and use fewer DBUs.` },
        'https://docs.databricks.com/aws/en/compute/serverless/performance-modes',
      ),
    'task/*/pipeline_task/full_refresh': ({ name, after, changed }) =>
      either(
        after === true,
        {
          kind: 'history-lost',
          ...about(kafkaStreams(changed.pipelines.map((pipeline) => pipeline.after))),
          what: `Each run of the job ${name} empties all tables of the pipeline and rereads their sources.`,
          otherwise: 'Rows that Kafka no longer holds are lost with the next run.',
          todo: {
            sentence: 'Leave `full_refresh` off, and start full refreshes manually.',
          },
          documentation: `${LDP}/updates`,
        },
        { what: `Runs of the job ${name} read only new data.` },
      ),
  },
  pipeline: {
    channel: ({ name, after }) =>
      either(
        String(after).toUpperCase() === 'PREVIEW',
        {
          kind: 'unknown-change',
          what: `Pipeline ${name} uses the preview channel: the review cannot tell what behaves differently.`,
        },
        { what: `Pipeline ${name} uses the current channel.` },
        `${LDP}/configure-pipeline`,
      ),
    'cluster/*/aws_attributes/ebs_volume_count': ({ name, after }) =>
      either(
        isEmpty(after),
        {
          kind: 'unknown-change',
          what: `Clusters of pipeline ${name} have no EBS volumes: Databricks cannot create them if a node type has no local disk.`,
        },
        { what: `Clusters of pipeline ${name} have ${valueText(after)} EBS volumes per node.` },
        'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/cluster#aws_attributes',
      ),
    continuous: (judged) => (judged.after === true ? runsContinuously(judged) : runsWhenStarted(judged)),
    development: ({ name, after }) =>
      either(
        after === true,
        {
          kind: 'cost-raised',
          what: `Pipeline ${name} is in development mode: clusters keep running for two hours after an update.`,
        },
        {
          what: `Pipeline ${name} is in production mode: clusters stop after each update.`,
        },
        `${LDP}/updates`,
      ),
    edition: (judged) => editionVerdict(judged),
    environment: ({ name }) => ({
      kind: 'unknown-change',
      what: `Pipeline ${name} has different Python packages: the review cannot tell whether its functions return the same rows.`,
      documentation: `${LDP}/configure-pipeline`,
    }),
    ...CONFIGURATION,
  },
  sql_endpoint: {
    auto_stop_mins: ({ name, before, after }) => {
      const [was, is] = [idleMinutes(before), idleMinutes(after)];
      const text = (value: number) => (Number.isFinite(value) ? `${value} minutes` : 'never');
      return {
        kind: is > was ? 'cost-raised' : 'safe-change',
        what: Number.isFinite(is)
          ? `The SQL warehouse ${name} stops ${text(is)} after the last query.`
          : `The SQL warehouse ${name} never stops automatically.`,
        why: `auto_stop_mins: ${text(was)} → ${text(is)}.`,
        documentation: WAREHOUSES,
      };
    },
    enable_serverless_compute: ({ name, after }) =>
      either(
        after === true,
        {
          kind: 'cost-raised',
          what: `The SQL warehouse ${name} is serverless: a DBU costs more, and its price includes the machines.`,
        },
        {
          what: `The SQL warehouse ${name} runs on machines in your own cloud account: it takes minutes to start, and a DBU costs less.`,
        },
        WAREHOUSES,
      ),
    min_num_clusters: ({ name, before, after }) => ({
      kind: Number(after ?? 1) > Number(before ?? 1) ? 'cost-raised' : 'safe-change',
      what: `At least ${valueText(after ?? 1)} clusters of the SQL warehouse ${name} run while it is running.`,
      documentation: WAREHOUSES,
    }),
  },
};

/** Findings on changed attributes that can be assessed individually. */
export function attributeFindings(changed: ChangedResources, rates: DbuRates): Finding[] {
  return changed.all.flatMap((resource) => [
    ...(resource.type === 'pipeline'
      ? [...eventLogFindings(resource, changed), ...connectionFindings(resource, changed)]
      : []),
    ...Object.entries({ ...JUDGES['*'], ...JUDGES[resource.type] }).flatMap(([path, judge]) =>
      changed.take(resource, ...path.split('/')).flatMap((change): Finding[] => {
        // The value is unknown until apply.
        if (change.isUnknown && path === 'isolation_mode') return [];
        const verdict = judge({ ...change, resource, name: nameOf(resource), changed, rates });
        return [{ address: resource.address, why: `${describeChange(resource, change)}.`, ...verdict }];
      }),
    ),
  ]);
}

/** 0 and unset mean no limit. */
function secondsOf(value: unknown): number {
  return Number(value ?? 0) || Number.POSITIVE_INFINITY;
}

/** 0 means never; the default is two hours. */
function idleMinutes(value: unknown): number {
  return value === 0 ? Number.POSITIVE_INFINITY : Number(value ?? 120);
}
