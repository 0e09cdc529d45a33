import { type Attributes, blocksOf } from '../plan/deployment';
import type { DbuRates } from './dbu-rates';

/** The maximum cost in DBU per hour. */
export interface WorstCase {
  /** Undefined for serverless compute, or if a rate is unknown. */
  readonly dbuPerHour?: number;

  /** Reason for an unknown cost, for use in a sentence: `no rate for x9.large`. */
  readonly missing?: string;
}

/** The maximum cost of all clusters of an update. */
export function pipelineCost(pipeline: Attributes, rates: DbuRates): WorstCase {
  if (pipeline.serverless === true) return { missing: 'serverless compute is unbounded' };
  const clusters = blocksOf(pipeline.cluster);
  if (clusters.length === 0) return { missing: 'the pipeline defines no cluster, so Databricks chooses one' };
  const of = (label: string) => clusters.find((cluster) => (cluster.label || 'default') === label);
  const [updates, maintenance] = [of('updates') ?? of('default'), of('maintenance')];
  const used = [updates, maintenance].filter((cluster) => cluster !== undefined);
  return total(used.map((cluster) => clusterCost(cluster, rates, pipeline.photon === true)));
}

/** The maximum cost of all clusters of a job running concurrently. */
export function jobCost(job: Attributes, rates: DbuRates): WorstCase {
  const clusters = [...blocksOf(job.job_cluster), ...blocksOf(job.task)].flatMap(({ new_cluster: cluster }) =>
    blocksOf(cluster),
  );
  return total(clusters.map((cluster) => clusterCost(cluster, rates, cluster.runtime_engine === 'PHOTON')));
}

/** The maximum cost of all clusters of a SQL warehouse. */
export function warehouseCost(warehouse: Attributes, rates: DbuRates): WorstCase {
  const size = String(warehouse.cluster_size);
  const rate = rates.warehouseSizes[size];
  if (rate === undefined) return { missing: `no rate for warehouse size ${size}` };
  return { dbuPerHour: rate * clusterCount(warehouse) };
}

/** A cost as text, with at most two decimals. */
export function dbuText({ dbuPerHour, missing }: WorstCase): string {
  return dbuPerHour === undefined ? `unknown (${missing})` : String(Math.round(dbuPerHour * 100) / 100);
}

/** The cost of the driver and the maximum number of workers. */
function clusterCost(cluster: Attributes, rates: DbuRates, photon: boolean): WorstCase {
  const worker = textOf(cluster.node_type_id);
  const driver = textOf(cluster.driver_node_type_id) ?? worker;
  if (worker === undefined || driver === undefined) {
    return { missing: 'a pool or a policy chooses the machines' };
  }
  const [workerRate, driverRate] = [rates.nodeTypes[worker], rates.nodeTypes[driver]];
  const unknown = [...new Set([worker, driver])].filter((type) => rates.nodeTypes[type] === undefined);
  if (workerRate === undefined || driverRate === undefined) {
    return { missing: `no rate for ${unknown.join(' and ')}` };
  }
  const factor = photon ? rates.photonFactor : 1;
  return { dbuPerHour: factor * (driverRate + workerRate * workerCount(cluster)) };
}

function workerCount({ autoscale, num_workers: fixed }: Attributes): number {
  const [{ max_workers: most } = {} as Attributes] = blocksOf(autoscale);
  return numberOf(most) ?? numberOf(fixed) ?? 0;
}

function clusterCount({ max_num_clusters: most }: Attributes): number {
  return Math.max(1, numberOf(most) ?? 1);
}

function total(costs: readonly WorstCase[]): WorstCase {
  const missing = costs.flatMap((cost) => cost.missing ?? []);
  if (missing.length > 0) return { missing: [...new Set(missing)].join('; ') };
  return { dbuPerHour: costs.reduce((sum, { dbuPerHour = 0 }) => sum + dbuPerHour, 0) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
