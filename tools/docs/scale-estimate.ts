import { NODE_TYPES, PHOTON_FACTOR } from '../../constructs/workspace/compute-catalogue';
import { layersOf, type Manifest, type ManifestDataset, topicsOf } from '../artefacts/manifest';
import type { DeployedCompute, PipelineCompute } from './deployed-compute';
import type { EventShare } from './measured-load';

/** Measured and assumed constants; `docs/scale.md` lists them with their origin. */
export const ASSUMED = {
  vcpuSecondsPerEvent: 130e-6,
  vcpuSecondsPerStatePartition: 28e-3,
  vcpuSecondsPerViewRow: 8e-6,
  stateBytesPerKey: 80,
  /** Highest load of a day, as a multiple of its average. */
  peak: 2,
  /** Busy share of a cluster at that load. */
  utilisation: 0.6,
  partitionBytesPerSecond: 5_000_000,
  /** Days that a recomputed view reads. */
  historyDays: 365,
  /** The shortest update on serverless compute. */
  update: { minutes: 2, vcpus: 8 },
  /** A notebook task on serverless compute. */
  notebook: { minutes: 1, vcpus: 4 },
  /** An update on a cluster, including its start. */
  clusterUpdateMinutes: 15,
  /** The query of an alert, after which the warehouse is idle. */
  queryMinutes: 1,
  /** DBU per hour of one vCPU of serverless compute. */
  serverlessDbuPerVcpuHour: 0.19 * PHOTON_FACTOR,
} as const;

export const HOURS_PER_MONTH = 730;
const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;
const SECONDS_PER_DAY = 86_400;

/** Spark's default; it stays what it was when a stateful stream first started. */
const SHUFFLE_PARTITIONS = 200;

/** Default of Databricks for streaming tables of a continuous pipeline. */
const TRIGGER_SECONDS = 5;

/** A platform whose size is estimated. */
export interface EstimatedPlatform {
  readonly manifest: Manifest;
  readonly compute: DeployedCompute;
  readonly share: EventShare;
}

/** What a platform needs at a load. */
export interface ScaleEstimate {
  readonly eventsPerSecond: number;
  readonly payloadBytesPerSecond: number;

  /** Messages of the largest topic in one batch at the peak; undefined if batches are updates that are started by hand. */
  readonly messagesPerBatch?: number;

  /** By topic. */
  readonly partitions: Readonly<Record<string, number>>;

  /** Busy vCPUs of ingestion on average, those for state partitions alone, and vCPUs of the cluster at the peak. */
  readonly stateVcpus: number;
  readonly averageVcpus: number;
  readonly peakVcpus: number;

  /** Workers of ingestion, at least those that its cluster has; undefined on serverless compute. */
  readonly workers?: { readonly average: number; readonly peak: number };

  readonly state: {
    readonly keys: number;
    readonly bytes: number;
    readonly partitions: number;
    readonly filesPerDay: number;
  };

  /** Bytes of Parquet per day, by layer. */
  readonly bytesPerDay: Readonly<Record<string, number>>;

  readonly dbuPerMonth: {
    /** Undefined if a rate is unknown. */
    readonly ingestion?: number;
    readonly incrementalViews: number;
    readonly recomputedViews: number;
  };
}

/** What one refresh of a materialized view reads. */
export interface ViewEstimate {
  readonly name: string;

  /** Rows per event; undefined if an input was not measured. */
  readonly rowsPerEvent?: number;
}

/** Estimate what a platform needs if this many events arrive per second, averaged over a day. */
export function scaleEstimate(platform: EstimatedPlatform, eventsPerSecond: number): ScaleEstimate {
  const { manifest, share } = platform;
  const topics = topicsOf(manifest);
  const payload = (topic: string) => share.payloadOf(topic) * eventsPerSecond;
  const state = stateFor(platform, eventsPerSecond);
  const eventVcpus = eventsPerSecond * ASSUMED.vcpuSecondsPerEvent;
  // Every batch opens and commits every state partition, however few events it has.
  const stateVcpus = (state.filesPerDay * ASSUMED.vcpuSecondsPerStatePartition) / SECONDS_PER_DAY;
  const averageVcpus = eventVcpus + stateVcpus;
  const peakVcpus = (eventVcpus * ASSUMED.peak + stateVcpus) / ASSUMED.utilisation;
  const workers = workersFor(platform, averageVcpus / ASSUMED.utilisation, peakVcpus);
  return {
    eventsPerSecond,
    payloadBytesPerSecond: sum(topics.map(payload)),
    ...messagesPerBatch(platform, eventsPerSecond),
    partitions: Object.fromEntries(
      topics.map((topic) => [
        topic,
        Math.ceil(
          Math.max(
            (payload(topic) * ASSUMED.peak) / ASSUMED.partitionBytesPerSecond,
            share.messagesOf(topic) * peakVcpus,
          ),
        ),
      ]),
    ),
    stateVcpus,
    averageVcpus,
    peakVcpus,
    ...(workers ? { workers } : {}),
    state,
    bytesPerDay: Object.fromEntries(
      layersOf(manifest).map((layer) => [
        layer,
        sum(
          manifest.datasets
            .filter((dataset) => dataset.layer === layer)
            .map(({ name }) => share.bytesOf(name) * eventsPerSecond * SECONDS_PER_DAY),
        ),
      ]),
    ),
    dbuPerMonth: {
      ingestion: ingestionDbu(platform, averageVcpus, workers?.average),
      ...viewDbu(platform, eventsPerSecond),
    },
  };
}

/** The pipeline that reads Kafka. */
export function ingestionOf({ compute }: Pick<EstimatedPlatform, 'compute'>): PipelineCompute | undefined {
  return compute.pipelines.find(({ readsKafka }) => readsKafka);
}

/** How often materialized views are refreshed per day. */
export function refreshesPerDay({ compute }: Pick<EstimatedPlatform, 'compute'>): number {
  return Math.max(...compute.pipelines.map(({ updatesPerDay }) => updatesPerDay), 0);
}

/** What each materialized view reads. */
export function viewEstimates({ manifest, share }: EstimatedPlatform): ViewEstimate[] {
  return manifest.datasets
    .filter(({ kind }) => kind === 'materialized_view')
    .map((view) => ({ name: view.name, rowsPerEvent: rowsRead(view, manifest, share) }));
}

/** Return Spark settings of the deduplication: those of the pipeline, otherwise the defaults. */
export function streamSettings(platform: Pick<EstimatedPlatform, 'compute' | 'manifest'>) {
  const { configuration = {}, isContinuous, updatesPerDay = 0 } = ingestionOf(platform) ?? {};
  const interval =
    platform.manifest.datasets.find(({ deduplicate }) => deduplicate)?.tableProperties?.[
      'pipelines.trigger.interval'
    ] ?? configuration['pipelines.trigger.interval'];
  return {
    shufflePartitions: Number(configuration['spark.sql.shuffle.partitions'] ?? SHUFFLE_PARTITIONS),
    batchesPerDay: isContinuous
      ? SECONDS_PER_DAY / (interval === undefined ? TRIGGER_SECONDS : secondsOf(interval))
      : updatesPerDay,
  };
}

function workersFor(
  platform: EstimatedPlatform,
  average: number,
  peak: number,
): ScaleEstimate['workers'] | undefined {
  const { minWorkers = 0 } = ingestionOf(platform)?.cluster ?? {};
  const vcpus = vcpusPerNode(platform);
  if (vcpus === undefined) return undefined;
  const workers = (needed: number) => Math.max(Math.ceil(needed / vcpus), minWorkers, 1);
  return { average: workers(average), peak: workers(peak) };
}

function messagesPerBatch(
  platform: EstimatedPlatform,
  eventsPerSecond: number,
): Pick<ScaleEstimate, 'messagesPerBatch'> {
  const { batchesPerDay } = streamSettings(platform);
  const largest = Math.max(...topicsOf(platform.manifest).map((topic) => platform.share.messagesOf(topic)));
  return batchesPerDay === 0
    ? {}
    : { messagesPerBatch: (largest * eventsPerSecond * ASSUMED.peak * SECONDS_PER_DAY) / batchesPerDay };
}

/** Each deduplicating stream remembers a key until its watermark, which lags by the window, has passed it by the window. */
function stateFor(platform: EstimatedPlatform, eventsPerSecond: number): ScaleEstimate['state'] {
  const { manifest, share } = platform;
  const { shufflePartitions, batchesPerDay } = streamSettings(platform);
  const deduplicated = manifest.datasets.filter(({ deduplicate }) => deduplicate);
  const keys = sum(
    deduplicated.map(
      ({ name, deduplicate }) =>
        (share.rowsOf(name) ?? 0) * eventsPerSecond * 2 * secondsOf(deduplicate?.within ?? '0 days'),
    ),
  );
  return {
    keys,
    bytes: keys * ASSUMED.stateBytesPerKey,
    partitions: shufflePartitions * deduplicated.length,
    // Every batch writes one change log per state partition.
    filesPerDay: shufflePartitions * deduplicated.length * batchesPerDay,
  };
}

function vcpusPerNode(platform: EstimatedPlatform): number | undefined {
  return NODE_TYPES.get(ingestionOf(platform)?.cluster?.nodeType ?? '')?.vcpus;
}

function ingestionDbu(
  platform: EstimatedPlatform,
  averageVcpus: number,
  workers: number | undefined,
): number | undefined {
  const { cluster, isContinuous, updatesPerDay = 0 } = ingestionOf(platform) ?? {};
  const busy = averageVcpus * HOURS_PER_MONTH;
  if (!cluster) return busy * ASSUMED.serverlessDbuPerVcpuHour;
  const { leastDbu, mostDbu, minWorkers, maxWorkers } = cluster;
  const vcpus = vcpusPerNode(platform);
  if (workers === undefined || vcpus === undefined || leastDbu === undefined || mostDbu === undefined) {
    return undefined;
  }
  const perWorker =
    maxWorkers > minWorkers ? (mostDbu - leastDbu) / (maxWorkers - minWorkers) : leastDbu / (minWorkers + 1);
  const starts = (updatesPerDay * DAYS_PER_MONTH * ASSUMED.clusterUpdateMinutes) / 60;
  const hours = isContinuous
    ? HOURS_PER_MONTH
    : Math.max(starts, busy / (workers * vcpus * ASSUMED.utilisation));
  return (leastDbu + (workers - minWorkers) * perWorker) * hours;
}

function viewDbu(platform: EstimatedPlatform, eventsPerSecond: number) {
  const rows = sum(viewEstimates(platform).map(({ rowsPerEvent = 0 }) => rowsPerEvent));
  const refreshes = refreshesPerDay(platform) * DAYS_PER_MONTH;
  const dbuOf = (events: number) =>
    (events * rows * ASSUMED.vcpuSecondsPerViewRow * ASSUMED.serverlessDbuPerVcpuHour) / 3600;
  const least = refreshes * serverlessDbu(ASSUMED.update);
  return {
    incrementalViews: least + dbuOf(eventsPerSecond * SECONDS_PER_DAY * DAYS_PER_MONTH),
    recomputedViews: least + refreshes * dbuOf(eventsPerSecond * SECONDS_PER_DAY * ASSUMED.historyDays),
  };
}

/** DBU of serverless compute that runs this long with this many vCPUs. */
export function serverlessDbu({
  minutes,
  vcpus,
}: {
  readonly minutes: number;
  readonly vcpus: number;
}): number {
  return (minutes / 60) * vcpus * ASSUMED.serverlessDbuPerVcpuHour;
}

/** Rows that a view reads per event, through temporary views; undefined if a table was not measured. */
function rowsRead(view: ManifestDataset, manifest: Manifest, share: EventShare): number | undefined {
  const each = view.inputs.map(({ dataset: name }) => {
    const input = manifest.datasets.find((dataset) => dataset.name === name);
    return input?.kind === 'temporary_view' ? rowsRead(input, manifest, share) : share.rowsOf(name);
  });
  return each.includes(undefined) ? undefined : sum(each as number[]);
}

const UNITS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: SECONDS_PER_DAY };

/** Seconds of `7 days` or `30 seconds`. */
function secondsOf(duration: string): number {
  const [, count, unit = ''] = /^(\d+) (second|minute|hour|day)s?$/.exec(duration) ?? [];
  return Number(count) * (UNITS[unit] ?? Number.NaN);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
