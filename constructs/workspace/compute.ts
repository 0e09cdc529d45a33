import type { PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';

/** Compute that Databricks chooses and manages; there is nothing to size. */
export interface ServerlessCompute {
  readonly kind: 'serverless';
}

/** Clusters in the account's own cloud. They run no init scripts. */
export interface ClassicCompute {
  readonly kind: 'classic';

  /** Cloud that the workspace runs in. */
  readonly cloud: 'aws' | 'azure' | 'gcp';

  /** Type of the machines, as the cloud names it. */
  readonly nodeType: string;

  /**
   * Type of the driver's machine.
   * @default - that of the workers
   */
  readonly driverNodeType?: string;

  /**
   * Workers of an update: as many as it needs between two numbers, a fixed number, or none at all, in which case
   * the driver does the work.
   */
  readonly workers:
    | { readonly min: number; readonly max: number }
    | { readonly fixed: number }
    | 'single-node';

  /**
   * Whether the vectorized engine runs the queries.
   * @default true
   */
  readonly photon?: boolean;

  /**
   * Whether workers may be spot machines, which the cloud can take away at any time; the driver never is one.
   * @default false
   */
  readonly spotWorkers?: boolean;

  /** The most that a cluster may cost, driver included, in DBU an hour. The cluster policy enforces it. */
  readonly maxDbusPerHour: number;
}

/** What updates and tasks run on. */
export type Compute = ServerlessCompute | ClassicCompute;

/** Settings of Spark without which a cluster of no workers waits for workers forever. */
const SINGLE_NODE_CONF = {
  'spark.databricks.cluster.profile': 'singleNode',
  'spark.master': 'local[*, 4]',
} as const;

/** What marks a cluster without workers for Databricks. */
export const SINGLE_NODE_TAGS = { ResourceClass: 'SingleNode' } as const;

/** Which machines a cluster takes, in the words of its cloud. */
export type Availability = Pick<PipelineCluster, 'awsAttributes' | 'azureAttributes' | 'gcpAttributes'>;

/** The driver and, unless workers may be spot machines, everything else on demand. */
export function availabilityOf({ cloud, spotWorkers }: ClassicCompute): Availability {
  const driverOnly = { firstOnDemand: 1 };
  switch (cloud) {
    case 'aws':
      return {
        awsAttributes: { availability: spotWorkers ? 'SPOT_WITH_FALLBACK' : 'ON_DEMAND', ...driverOnly },
      };
    case 'azure':
      return {
        azureAttributes: {
          availability: spotWorkers ? 'SPOT_WITH_FALLBACK_AZURE' : 'ON_DEMAND_AZURE',
          ...driverOnly,
        },
      };
    case 'gcp':
      return {
        gcpAttributes: {
          availability: spotWorkers ? 'PREEMPTIBLE_WITH_FALLBACK_GCP' : 'ON_DEMAND_GCP',
          ...driverOnly,
        },
      };
  }
}

/** How many workers a cluster has, and what a cluster without any needs besides. */
export function workersOf({
  workers,
}: Pick<ClassicCompute, 'workers'>): Pick<PipelineCluster, 'numWorkers' | 'autoscale' | 'sparkConf'> {
  if (workers === 'single-node') return { numWorkers: 0, sparkConf: SINGLE_NODE_CONF };
  if ('fixed' in workers) return { numWorkers: workers.fixed };
  return { autoscale: { minWorkers: workers.min, maxWorkers: workers.max, mode: 'ENHANCED' } };
}

/** What cannot work in the compute, each with the value and the fix; `at` is what it is called where it was written. */
export function computeProblems(compute: Compute, at = 'compute'): string[] {
  if (compute.kind === 'serverless') return [];
  const { nodeType, maxDbusPerHour } = compute;
  return [
    ...(nodeType.trim() === ''
      ? [`${at}.nodeType is empty. Name a type of machine that the cloud has, such as 'm6i.xlarge'.`]
      : []),
    ...(maxDbusPerHour > 0
      ? []
      : [
          `${at}.maxDbusPerHour is ${maxDbusPerHour}. Give a number above 0: the most that an hour may cost, in DBU.`,
        ]),
    ...workerProblems(compute, `${at}.workers`),
  ];
}

function workerProblems({ workers }: ClassicCompute, at: string): string[] {
  if (workers === 'single-node') return [];
  if ('fixed' in workers && 'max' in workers) {
    return [`${at} has both a fixed number and one to grow to. Keep 'fixed', or 'min' and 'max'.`];
  }
  if ('fixed' in workers) {
    if (workers.fixed === 0) {
      return [
        `${at}.fixed is 0: a cluster without workers needs settings of its own. Say workers: 'single-node'.`,
      ];
    }
    return wholeNumberProblems(`${at}.fixed`, workers.fixed);
  }
  const problems = [
    ...wholeNumberProblems(`${at}.min`, workers.min),
    ...wholeNumberProblems(`${at}.max`, workers.max),
  ];
  if (problems.length > 0 || workers.min <= workers.max) return problems;
  return [`${at}.min is ${workers.min}, more than max ${workers.max}. Exchange the two.`];
}

function wholeNumberProblems(at: string, value: number): string[] {
  return Number.isInteger(value) && value >= 1 ? [] : [`${at} is ${value}. Give a whole number from 1.`];
}
