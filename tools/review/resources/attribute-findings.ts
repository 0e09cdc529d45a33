import type { Manifest } from '../../artefacts/manifest';
import { about, type Finding } from '../finding';
import type { FindingKind } from '../finding-kinds';
import { blocksOf, type ResourceChange } from '../plan/deployment';
import { type AttributeChange, isEmpty } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import type { DbuRates } from './dbu-rates';
import { describeChange, describeChanges, idOf, nameOf, valueText } from './descriptions';
import { triggerOf, updatesPipeline } from './schedule-findings';
import { frequencyText, timesPerDay } from './schedule-frequency';
import { dbuText, pipelineCost } from './worst-case-cost';

/** A changed attribute and the context for its assessment. */
interface Judged extends AttributeChange {
  readonly resource: ResourceChange;
  /** Name of the resource for use in a sentence. */
  readonly name: string;
  readonly changed: ChangedResources;
  readonly rates: DbuRates;
}

/** A finding without address and reason, which follow from the change. */
type Verdict = Pick<Finding, 'kind' | 'what'> & Partial<Finding>;

type Judge = (judged: Judged) => Verdict;

const LDP = 'https://docs.databricks.com/aws/en/ldp';
const KAFKA = 'https://docs.databricks.com/aws/en/connect/streaming/kafka/';
const KAFKA_OPTIONS = 'https://docs.databricks.com/aws/en/connect/streaming/kafka/options';
const CONFIGURE_JOB = 'https://docs.databricks.com/aws/en/jobs/configure-job';
const WAREHOUSES = 'https://docs.databricks.com/aws/en/compute/sql-warehouse/warehouse-behavior';

/** Editions of pipelines, from the cheapest DBU to the most expensive. */
const EDITIONS = ['CORE', 'PRO', 'ADVANCED'];

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
    continuous: (judged) => (judged.after === true ? runsContinuously(judged) : runsWhenStarted(judged)),
    development: ({ name, after }) =>
      either(
        after === true,
        {
          kind: 'cost-raised',
          what: `Pipeline ${name} is in development mode: failed updates are not retried, and clusters keep running for two hours after an update.`,
        },
        {
          what: `Pipeline ${name} is in production mode: failed updates are retried, and clusters stop after each update.`,
        },
        `${LDP}/updates`,
      ),
    edition: (judged) => editionVerdict(judged),
    environment: ({ name }) => ({
      kind: 'unknown-change',
      what: `Pipeline ${name} has different Python packages: the review cannot tell whether its functions return the same rows.`,
      documentation: `${LDP}/configure-pipeline`,
    }),
    'configuration/kafka.fail_on_data_loss': ({ name, before, after }) =>
      either(
        String(after) === 'false',
        {
          kind: 'protection-removed',
          what: `Pipeline ${name} continues silently if Kafka has lost unread messages.`,
          why: `configuration.kafka.fail_on_data_loss: '${before ?? 'true'}' → '${after ?? 'true'}'.`,
          otherwise: 'Rows can be missing, and no update reports it.',
          todo: { sentence: 'Turn it on again after the blocked update has run.' },
        },
        {
          what: `Pipeline ${name} fails if Kafka has lost unread messages.`,
          why: `configuration.kafka.fail_on_data_loss: '${before ?? 'true'}' → '${after ?? 'true'}'.`,
        },
        KAFKA_OPTIONS,
      ),
    'configuration/kafka.max_offsets_per_trigger': ({ name }) =>
      safe(`Pipeline ${name} reads a different number of messages per batch.`, KAFKA),
    'configuration/kafka.retention_hours': ({ name }) =>
      safe(`Pipeline ${name} has a different Kafka retention.`, KAFKA),
    'configuration/kafka.bootstrap_servers': (judged) => brokerVerdict(judged),
    'configuration/kafka.starting_offsets': ({ name, after }) =>
      either(
        after === 'latest',
        {
          kind: 'unknown-change',
          what: `Pipeline ${name} starts new streams at the latest offset: a new or fully refreshed table has no earlier messages.`,
          otherwise: 'Streams with a checkpoint continue from it.',
        },
        {
          what: `Pipeline ${name} starts new streams at the earliest offset in Kafka. Streams with a checkpoint continue from it.`,
        },
        KAFKA,
      ),
    'configuration/spark.sql.ansi.enabled': ({ name, after }) =>
      either(
        after !== 'true',
        {
          kind: 'unknown-change',
          what: `Pipeline ${name} writes NULL instead of failing if a value does not fit its type.`,
        },
        { what: `Pipeline ${name} fails instead of writing NULL if a value does not fit its type.` },
        'https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-ansi-compliance',
      ),
    'configuration/spark.sql.session.timeZone': ({ name }) => ({
      kind: 'old-rows-stay',
      what: `Days and hours of pipeline ${name} use a different time zone: existing rows of streaming tables keep the old days and hours.`,
      otherwise: 'One table mixes days of two time zones.',
      todo: { sentence: 'Keep the time zone, or fully refresh the tables that compute days or hours.' },
      documentation: 'https://spark.apache.org/docs/latest/configuration.html',
    }),
    'configuration/*': ({ name, path }) => ({
      kind: 'unknown-change',
      what: `Pipeline ${name} has a different value for \`${path.slice(1).join('.')}\`: the review does not know its effect.`,
    }),
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
      ? [...eventLog(resource, changed), ...connection(resource, changed)]
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

/** One of two verdicts; `better` is safe. */
function either(
  isWorse: boolean,
  worse: Verdict,
  better: Omit<Verdict, 'kind'> & { readonly what: string },
  documentation?: string,
): Verdict {
  const link = documentation === undefined ? {} : { documentation };
  return isWorse ? { ...link, ...worse } : { ...link, kind: 'safe-change', ...better };
}

function safe(what: string, documentation: string): Verdict {
  return { kind: 'safe-change', what, documentation };
}

function runsContinuously({ resource, name, rates }: Judged): Verdict {
  return {
    kind: 'cost-raised',
    what: `Pipeline ${name} runs continuously: worst case ${dbuText(pipelineCost(resource.after ?? {}, rates))} DBU per hour, 24 hours a day.`,
    why: 'continuous: false → true. Its clusters no longer stop when all tables are up to date.',
    documentation: `${LDP}/pipeline-mode`,
  };
}

/** A pipeline that no longer runs continuously must be started by a job or manually. */
function runsWhenStarted({ resource, name, changed }: Judged): Verdict {
  const jobs = changed.deployment.resources.filter(({ type, after }) => {
    const trigger = type === 'job' && after ? triggerOf(after) : undefined;
    return trigger !== undefined && !trigger.isPaused && updatesPipeline(after);
  });
  const shared = {
    kind: 'schedule-stopped',
    why: 'continuous: true → false.',
    documentation: `${LDP}/pipeline-mode`,
  } as const;
  if (jobs.length === 0) {
    return {
      ...shared,
      what: `Pipeline ${name} no longer runs continuously, and no job updates it.`,
      otherwise: 'Its tables stay stale until an update is started manually.',
      todo: {
        sentence: 'Schedule a job, or start updates manually.',
        commands: [`databricks pipelines start-update ${idOf(resource, 'pipeline')}`],
      },
    };
  }
  const times = jobs.reduce((sum, { after }) => sum + (timesPerDay(triggerOf(after)?.cron) ?? 0), 0);
  const often = times > 0 ? frequencyText(times) : 'at an unknown frequency';
  return {
    ...shared,
    what: `Pipeline ${name} no longer runs continuously: ${jobs.map(({ address }) => `\`${address}\``).join(', ')} updates it, ${often}.`,
    otherwise: 'Between updates its tables are as old as the last update.',
  };
}

/** A higher edition costs more; an edition without the required features makes every update fail. */
function editionVerdict({ resource, name, before, after, changed }: Judged): Verdict {
  const [was, is] = [before, after].map((edition) => String(edition || 'ADVANCED').toUpperCase()) as [
    string,
    string,
  ];
  if (EDITIONS.indexOf(is) > EDITIONS.indexOf(was)) {
    return {
      kind: 'cost-raised',
      what: `Pipeline ${name} has a higher price per DBU: edition ${was} → ${is}.`,
      why: 'Each edition has its own price per DBU; the number of DBUs stays the same.',
      documentation: 'https://www.databricks.com/product/pricing/lakeflow-spark-declarative-pipelines',
    };
  }
  const needy = (changed.pipelineOf(resource)?.after?.manifest?.datasets ?? []).filter(
    ({ expectations, kind }) =>
      is !== 'ADVANCED' && (expectations.length > 0 || (is === 'CORE' && kind === 'auto_cdc_table')),
  );
  return {
    kind: 'update-interrupted',
    ...(needy.length > 0 ? { furtherDatasets: needy.map((dataset) => dataset.name) } : {}),
    what:
      needy.length > 0
        ? `Every update of pipeline ${name} fails: edition ${is} has no ${is === 'CORE' ? 'change data capture and no expectations' : 'expectations'}, which ${needy.length} datasets need.`
        : `Pipeline ${name} runs in edition ${is}, which has fewer features.`,
    todo: { sentence: 'Keep the edition unless no dataset needs the missing features.' },
    documentation: `${LDP}/configure-pipeline`,
  };
}

/** Different brokers: the same Kafka cluster under more or fewer names, or a different cluster. */
function brokerVerdict({ resource, name, before, after, changed }: Judged): Verdict {
  const [was, is] = [serversOf(before), serversOf(after)];
  if (was.some((server) => is.includes(server))) {
    return safe(
      `Pipeline ${name} lists ${is.length} brokers instead of ${was.length}; the lists overlap, so it is the same Kafka cluster.`,
      KAFKA,
    );
  }
  const streams = kafkaStreams([changed.pipelineOf(resource)?.before]);
  return {
    kind: 'history-lost',
    ...about(streams),
    what: `Pipeline ${name} reads from different brokers, but its checkpoints contain offsets of the old ones.`,
    otherwise:
      'If it is a different Kafka cluster, messages are skipped in topics that are ahead of the checkpoint, and updates fail on topics that are behind it. If it is the same cluster under new names, nothing happens.',
    todo: {
      sentence:
        'If it is a different Kafka cluster, reset the checkpoints after the deployment: streams then read from the start, and tables keep their rows.',
      commands: [
        `databricks pipelines start-update ${idOf(resource, 'pipeline')} --json '${JSON.stringify({ reset_checkpoint_selection: streams })}'`,
      ],
    },
    documentation: 'https://docs.databricks.com/aws/en/structured-streaming/checkpoints',
  };
}

/** Kafka connection settings, assessed together. */
function connection(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const changes = changed
    .see(resource, 'configuration')
    .filter(({ path }) => /^kafka\.(security_protocol|sasl_|ssl_)/.test(path.slice(1).join('.')));
  if (changes.length === 0) return [];
  changed.takeThese(resource, changes);
  const isOpen = changes.some(
    ({ path, after }) => path.slice(1).join('.') === 'kafka.security_protocol' && after === 'PLAINTEXT',
  );
  const scopes = changes.flatMap(({ after }) => /\{\{secrets\/([^/{}]+)\//.exec(String(after))?.[1] ?? []);
  return [
    {
      kind: 'unknown-change',
      address: resource.address,
      what: isOpen
        ? `Pipeline ${nameOf(resource)} connects to Kafka without encryption and authentication.`
        : `Pipeline ${nameOf(resource)} has different Kafka connection settings: the review cannot tell whether the brokers accept them.`,
      why: `${describeChanges(resource, changes)}.`,
      otherwise:
        'If the brokers reject the connection, updates fail. No row is lost as long as Kafka keeps its message.',
      todo: {
        sentence: 'Make sure that the referenced secrets exist.',
        commands: [...new Set(scopes)].map((scope) => `databricks secrets list-secrets ${scope}`),
      },
      documentation: KAFKA,
    },
  ];
}

function eventLog(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const changes = changed.take(resource, 'event_log').filter(({ isUnknown }) => !isUnknown);
  if (changes.length === 0) return [];
  const [was, is] = [resource.before, resource.after].map((each) => blocksOf(each?.event_log).length > 0);
  const verdict = (kind: FindingKind, what: string, otherwise?: string): Finding[] => [
    {
      kind,
      address: resource.address,
      what: `The event log of pipeline ${nameOf(resource)} ${what}`,
      why: `${describeChanges(resource, changes)}.`,
      ...(otherwise === undefined ? {} : { otherwise }),
      documentation: `${LDP}/monitor-event-logs`,
    },
  ];
  const blind = 'Alerts, dashboards and the quality gate that read the old table see no new events.';
  if (!was) return verdict('safe-change', 'is published as a table.');
  if (!is) return verdict('monitoring-removed', 'is no longer published.', blind);
  return verdict(
    'readers-break',
    'is published to a different table: the old table is no longer updated, and the new one starts empty.',
    blind,
  );
}

function kafkaStreams(pipelines: readonly ({ readonly manifest?: Manifest } | undefined)[]): string[] {
  return pipelines.flatMap((deployed) =>
    (deployed?.manifest?.datasets ?? [])
      .filter(({ kind }) => kind === 'kafka_stream')
      .map(({ name }) => name),
  );
}

function serversOf(value: unknown): string[] {
  return String(value ?? '')
    .split(',')
    .map((server) => server.trim().toLowerCase())
    .filter((server) => server !== '');
}

/** 0 and unset mean no limit. */
function secondsOf(value: unknown): number {
  return Number(value ?? 0) || Number.POSITIVE_INFINITY;
}

/** 0 means never; the default is two hours. */
function idleMinutes(value: unknown): number {
  return value === 0 ? Number.POSITIVE_INFINITY : Number(value ?? 120);
}
