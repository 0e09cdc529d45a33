import type { ClassicCompute } from './compute';
import { NODE_TYPES, PHOTON_FACTOR } from './compute-catalogue';
import type { DbuRates } from './review-facts';

/**
 * Return the problem of a cost limit that the declared cluster can exceed. Databricks compares the limit of a policy
 * with the maximum that a cluster can use, the driver included: autoscaling does not make a cluster fit.
 *
 * @param rates rates of the account; a cluster with a node type without a rate is not checked
 * @see https://docs.databricks.com/aws/en/admin/clusters/policy-definition dbus_per_hour
 */
export function costLimitProblems(compute: ClassicCompute, rates: DbuRates = {}): string[] {
  const { nodeType, driverNodeType = nodeType, photon = true, maxDbusPerHour: limit } = compute;
  const rateOf = (type: string) => rates.nodeTypes?.[type] ?? NODE_TYPES.get(type)?.dbuPerHour;
  const [worker, driver] = [rateOf(nodeType), rateOf(driverNodeType)];
  if (worker === undefined || driver === undefined) return [];
  const factor = photon ? (rates.photonFactor ?? PHOTON_FACTOR) : 1;
  const { min, max } = workerRange(compute);
  const [smallest, largest] = [min, max].map(
    (workers) => Math.round(factor * (driver + workers * worker) * 100) / 100,
  ) as [number, number];
  if (limit >= largest) return [];
  const drivers = driverNodeType === nodeType ? 'driver' : `driver of type ${driverNodeType}`;
  const size = max === 0 ? 'a single node' : `${drivers} and ${rangeText(min, max)} workers`;
  return [
    `compute.maxDbusPerHour is ${limit}, but the cluster uses ${rangeText(smallest, largest)} DBU per hour (${nodeType}${photon ? ' with Photon' : ''}, ${size}), and Databricks refuses a cluster that can exceed the limit. Set it to at least ${largest}, or use a smaller cluster.`,
  ];
}

function workerRange({ workers }: ClassicCompute): { readonly min: number; readonly max: number } {
  if (workers === 'single-node') return { min: 0, max: 0 };
  return 'fixed' in workers ? { min: workers.fixed, max: workers.fixed } : workers;
}

function rangeText(min: number, max: number): string {
  return min === max ? String(min) : `${min} to ${max}`;
}
