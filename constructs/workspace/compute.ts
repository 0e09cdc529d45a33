import type { PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { z } from 'zod';
import { checked, exactly, numberThat, wholeNumber } from '../medallion/settings';

const ServerlessCompute = exactly({
  /** Compute that Databricks chooses and manages; there is nothing to size. */
  kind: z.literal('serverless'),
});

const Workers = z.union(
  [
    exactly({
      /** The least workers. */
      min: wholeNumber(),
      /** The most workers. */
      max: wholeNumber(),
    }).superRefine(({ min, max }, context) => {
      const message = `is ${min}, more than max ${max}. Exchange the two.`;
      if (min > max) context.addIssue({ code: 'custom', path: ['min'], message });
    }),
    exactly({
      /** How many workers. */
      fixed: numberThat(
        (fixed) => Number.isInteger(fixed) && fixed >= 1,
        "Give a whole number from 1, or say workers: 'single-node'.",
      ),
    }),
    z.literal('single-node'),
  ],
  { error: "Give { min, max } for as many as an update needs, { fixed }, or 'single-node'." },
);

/** Clusters in the account's own cloud. */
export const ClassicCompute = exactly({
  /** Clusters in the account's own cloud. They run no init scripts. */
  kind: z.literal('classic'),

  /** Cloud that the workspace runs in. */
  cloud: z.enum(['aws', 'azure', 'gcp']),

  /** Type of the machines, as the cloud names it. */
  nodeType: checked(z.string(), (type) =>
    type.trim() === ''
      ? "is empty. Name a type of machine that the cloud has, such as 'm6i.xlarge'."
      : undefined,
  ),

  /**
   * Type of the driver's machine.
   * @default - that of the workers
   */
  driverNodeType: z.string().optional(),

  /**
   * Workers of an update: as many as it needs between two numbers, a fixed number, or none at all, in which case
   * the driver does the work.
   */
  workers: Workers,

  /**
   * Whether the vectorized engine runs the queries.
   * @default true
   */
  photon: z.boolean().optional(),

  /**
   * Whether workers may be spot machines, which the cloud can take away at any time; the driver never is one.
   * @default false
   */
  spotWorkers: z.boolean().optional(),

  /** The most that a cluster may cost, driver included, in DBU an hour. The cluster policy enforces it. */
  maxDbusPerHour: numberThat(
    (most) => most > 0,
    'Give a number above 0: the most that an hour may cost, in DBU.',
  ),
});
export type ClassicCompute = z.infer<typeof ClassicCompute>;

/** What updates and tasks run on. */
export const Compute = z.discriminatedUnion('kind', [ServerlessCompute, ClassicCompute]);
export type Compute = z.infer<typeof Compute>;

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
