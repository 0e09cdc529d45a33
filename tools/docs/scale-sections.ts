import { layersOf, topicsOf } from '../artefacts/manifest';
import { code, table } from './markdown';
import { bytes, count } from './quantity';
import {
  ASSUMED,
  type EstimatedPlatform,
  ingestionOf,
  refreshesPerDay,
  type ScaleEstimate,
  scaleEstimate,
  streamSettings,
  viewEstimates,
} from './scale-estimate';

/** The loads that the page works through, in events per second. */
export const LOADS = [1_000, 10_000, 100_000, 1_000_000];

/** Tables of `docs/scale.md`, by the name of their place in the page. */
export const SCALE_SECTIONS = {
  settings,
  assumptions,
  kafka,
  workers,
  state,
  storage,
  views,
  dbu,
} satisfies Record<string, (platform: EstimatedPlatform, loads: readonly number[]) => string>;

/** The settings of the environment that the other tables depend on. */
function settings(platform: EstimatedPlatform): string {
  const { shufflePartitions, batchesPerDay } = streamSettings(platform);
  const { cluster, isContinuous, configuration } = ingestionOf(platform) ?? {};
  const limit = configuration?.['kafka.max_offsets_per_trigger'];
  const machines = cluster
    ? `${cluster.nodeType}${cluster.hasPhoton ? ' with Photon' : ''}, ${cluster.minWorkers} to ${cluster.maxWorkers} workers`
    : 'serverless';
  const refreshes = refreshesPerDay(platform);
  return table(
    ['setting', 'value'],
    [
      ['ingestion runs', `${isContinuous ? 'continuously' : 'when triggered'} on ${code(machines)}`],
      [
        'messages per batch of a topic (`maxOffsetsPerTrigger`)',
        limit === undefined ? 'unlimited' : `at most ${count(Number(limit))}`,
      ],
      ['state partitions of each deduplication (`shufflePartitions`)', count(shufflePartitions)],
      ['batches of each stream per day (`triggerInterval`)', count(batchesPerDay)],
      [
        'refreshes of materialized views',
        refreshes === 0 ? 'started by hand' : `${count(refreshes)} per day`,
      ],
    ],
  );
}

/** Where the constants of the estimates come from. */
function assumptions(): string {
  const local = 'measured on the local runtime: 2 vCPUs, Spark 4.2 without Photon, 1.03 million events';
  const { update, notebook } = ASSUMED;
  return table(
    ['quantity', 'value', 'origin'],
    [
      [
        'vCPU time per event from Kafka to silver',
        `${Math.round(ASSUMED.vcpuSecondsPerEvent * 1e6)} µs`,
        `62 µs ${local}; 13 µs for keys in RocksDB, measured; 25 µs for raw and 30 µs because Databricks computes a bronze table and its quarantine separately, both estimated from the times of flows`,
      ],
      [
        'vCPU time per state partition and batch',
        `${Math.round(ASSUMED.vcpuSecondsPerStatePartition * 1e3)} ms`,
        'measured: 200 partitions and 10,000 events per batch on Spark 4.2 with RocksDB',
      ],
      [
        'vCPU time per row that a view reads',
        `${Math.round(ASSUMED.vcpuSecondsPerViewRow * 1e6)} µs`,
        `${local}: 49 CPU seconds to recompute 14 views, which read 5.8 million rows`,
      ],
      [
        'state per key of a deduplication',
        `${ASSUMED.stateBytesPerKey} bytes`,
        'measured: `dropDuplicatesWithinWatermark` of 6 million SHA-256 keys on Spark 4.2 with RocksDB; its change logs have 70 bytes per key',
      ],
      ['highest load of a day', `${ASSUMED.peak} times the average`, 'assumption'],
      [
        'busy share of a cluster at that load',
        `${ASSUMED.utilisation * 100} %`,
        'assumption: the rest catches up after a restart',
      ],
      [
        'payload per Kafka partition',
        `at most ${bytes(ASSUMED.partitionBytesPerSecond)} per second`,
        'assumption; [Confluent](https://www.confluent.io/blog/how-choose-number-topics-partitions-kafka-cluster/) measured tens of MB per second',
      ],
      ['events that a recomputed view reads', `${ASSUMED.historyDays} days`, 'assumption'],
      [
        'shortest update on serverless compute',
        `${update.minutes} minutes, ${update.vcpus} vCPUs`,
        'assumption',
      ],
      ['notebook task', `${notebook.minutes} minute, ${notebook.vcpus} vCPUs`, 'assumption'],
      ['update on a cluster, with its start', `${ASSUMED.clusterUpdateMinutes} minutes`, 'assumption'],
      [
        'query of an alert',
        `${ASSUMED.queryMinutes} minute`,
        'assumption; then the warehouse waits for its automatic stop',
      ],
      [
        'serverless compute',
        `${ASSUMED.serverlessDbuPerVcpuHour} DBU per vCPU and hour`,
        'assumption: the list rate of m6i with Photon; Databricks publishes none',
      ],
      [
        'clusters and warehouses',
        'list rates',
        '[Overwatch](https://github.com/databrickslabs/overwatch/tree/main/src/main/resources), July 2024, or `dbuRates` of the environment; Photon doubles the rate (assumption)',
      ],
    ],
  );
}

function kafka(platform: EstimatedPlatform, loads: readonly number[]): string {
  const topics = topicsOf(platform.manifest);
  return byLoad(
    platform,
    loads,
    [
      'payload per second',
      'largest batch of a topic',
      ...topics.map((topic) => `partitions of ${code(topic)}`),
    ],
    ({ payloadBytesPerSecond, messagesPerBatch, partitions }) => [
      bytes(payloadBytesPerSecond),
      messagesPerBatch === undefined ? '–' : count(messagesPerBatch),
      ...topics.map((topic) => count(partitions[topic] ?? 0)),
    ],
  );
}

function workers(platform: EstimatedPlatform, loads: readonly number[]): string {
  return byLoad(
    platform,
    loads,
    ['busy vCPUs', 'of these for state', 'vCPUs at the peak', 'workers on average', 'workers at the peak'],
    ({ averageVcpus, stateVcpus, peakVcpus, workers: needed }) => [
      count(averageVcpus),
      count(stateVcpus),
      count(peakVcpus),
      needed ? count(needed.average) : '–',
      needed ? count(needed.peak) : '–',
    ],
  );
}

function state(platform: EstimatedPlatform, loads: readonly number[]): string {
  return byLoad(
    platform,
    loads,
    ['keys', 'on disk', 'per state partition', 'per worker at the peak', 'change logs per day'],
    ({ state: { keys, bytes: size, partitions, filesPerDay }, workers: needed }) => [
      count(keys),
      bytes(size),
      bytes(size / partitions),
      needed ? bytes(size / needed.peak) : '–',
      count(filesPerDay),
    ],
  );
}

function storage(platform: EstimatedPlatform, loads: readonly number[]): string {
  const layers = layersOf(platform.manifest).filter(
    (layer) => (scaleEstimate(platform, 1).bytesPerDay[layer] ?? 0) > 0,
  );
  return byLoad(
    platform,
    loads,
    [...layers.map((layer) => `${layer} per day`), 'together per year'],
    ({ bytesPerDay }) => [
      ...layers.map((layer) => bytes(bytesPerDay[layer] ?? 0)),
      bytes(365 * layers.reduce((total, layer) => total + (bytesPerDay[layer] ?? 0), 0)),
    ],
  );
}

/** What a refresh of each view reads at the smallest load; everything grows in proportion. */
function views(platform: EstimatedPlatform, [load = 0]: readonly number[]): string {
  const refreshes = refreshesPerDay(platform) || 1;
  const perDay = load * 86_400;
  return table(
    ['view', 'rows read per event', 'rows, incremental', 'rows, recomputed', 'vCPU hours, recomputed'],
    viewEstimates(platform).map(({ name, rowsPerEvent }) => {
      if (rowsPerEvent === undefined) return [code(name), 'not measured', '–', '–', '–'];
      const all = rowsPerEvent * perDay * ASSUMED.historyDays;
      return [
        code(name),
        rowsPerEvent.toPrecision(2),
        count((rowsPerEvent * perDay) / refreshes),
        count(all),
        count((all * ASSUMED.vcpuSecondsPerViewRow) / 3600),
      ];
    }),
  );
}

function dbu(platform: EstimatedPlatform, loads: readonly number[]): string {
  return byLoad(
    platform,
    loads,
    ['ingestion', 'views, all incremental', 'views, all recomputed'],
    ({ dbuPerMonth: { ingestion, incrementalViews, recomputedViews } }) => [
      ingestion === undefined ? 'unknown rate' : count(ingestion),
      count(incrementalViews),
      count(recomputedViews),
    ],
  );
}

function byLoad(
  platform: EstimatedPlatform,
  loads: readonly number[],
  heads: readonly string[],
  cells: (estimate: ScaleEstimate) => readonly string[],
): string {
  return table(
    ['events per second', ...heads],
    loads.map((load) => [load.toLocaleString('en'), ...cells(scaleEstimate(platform, load))]),
  );
}
