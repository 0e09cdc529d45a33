import type { PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { z } from 'zod';
import { checked, exactly, matching, numberThat, wholeNumber } from '../medallion/settings';

const ServerlessCompute = exactly({
  /** Compute that Databricks chooses and manages. There is nothing to size. */
  kind: z.literal('serverless'),
});

const Workers = z.union(
  [
    exactly({
      /** Minimum number of workers. */
      min: wholeNumber(),
      /** Maximum number of workers. */
      max: wholeNumber(),
    }).superRefine(({ min, max }, context) => {
      const message = `is ${min}, more than max ${max}. Swap the two.`;
      if (min > max) context.addIssue({ code: 'custom', path: ['min'], message });
    }),
    exactly({
      /** Number of workers. */
      fixed: numberThat(
        (fixed) => Number.isInteger(fixed) && fixed >= 1,
        "Use a whole number from 1, or set workers to 'single-node'.",
      ),
    }),
    z.literal('single-node'),
  ],
  { error: "Use { min, max } for autoscaling, { fixed }, or 'single-node'." },
);

/** Clusters in the account's own cloud. */
export const ClassicCompute = exactly({
  /** Clusters in the account's own cloud. They run no init scripts. */
  kind: z.literal('classic'),

  /** Cloud that the workspace runs in. */
  cloud: z.enum(['aws', 'azure', 'gcp']),

  /** Machine type of the workers, as the cloud provider names it. */
  nodeType: checked(z.string(), (type) =>
    type.trim() === ''
      ? "is empty. Use a machine type of the cloud provider, such as 'm6i.xlarge'."
      : undefined,
  ),

  /**
   * Machine type of the driver.
   * @default - the same as the workers
   */
  driverNodeType: z.string().optional(),

  /**
   * Number of workers: a range for autoscaling, a fixed number, or a single node, in which case the driver does all
   * the work.
   */
  workers: Workers,

  /**
   * ARN of the instance profile whose IAM role the nodes have, on AWS: for Kafka security of kind `msk-iam`.
   * @default - none
   * @see https://docs.databricks.com/aws/en/compute/configure#instance-profiles
   */
  instanceProfileArn: matching(
    /^arn:aws[\w-]*:iam::\d{12}:instance-profile\/[\w+=,.@/-]+$/,
    "Use the ARN of an instance profile: 'arn:aws:iam::<account>:instance-profile/<name>'.",
  ).optional(),

  /**
   * Whether queries run on Photon, the vectorized engine.
   * @default true
   */
  photon: z.boolean().optional(),

  /**
   * Whether workers may be spot instances, which the cloud can reclaim at any time. The driver never is one.
   * @default false
   */
  spotWorkers: z.boolean().optional(),

  /** Maximum cost of a cluster including the driver, in DBU per hour. The cluster policy enforces it. */
  maxDbusPerHour: numberThat((most) => most > 0, 'Use a number above 0: the maximum cost in DBU per hour.'),
}).superRefine(({ cloud, instanceProfileArn }, context) => {
  if (instanceProfileArn !== undefined && cloud !== 'aws') {
    const message = `is set, but cloud is '${cloud}', which has no instance profiles. Remove it.`;
    context.addIssue({ code: 'custom', path: ['instanceProfileArn'], message });
  }
});
export type ClassicCompute = z.infer<typeof ClassicCompute>;

/** What updates and tasks run on. */
export const Compute = z.discriminatedUnion('kind', [ServerlessCompute, ClassicCompute]);
export type Compute = z.infer<typeof Compute>;

/** Spark settings without which a cluster without workers waits for workers forever. */
const SINGLE_NODE_CONF = {
  'spark.databricks.cluster.profile': 'singleNode',
  'spark.master': 'local[*, 4]',
} as const;

/** Tags that mark a cluster as single-node in Databricks. */
export const SINGLE_NODE_TAGS = { ResourceClass: 'SingleNode' } as const;

/** Availability settings of a cluster, by cloud. */
export type Availability = Pick<PipelineCluster, 'awsAttributes' | 'azureAttributes' | 'gcpAttributes'>;

/** Return availability settings: the driver, and the workers unless they may be spot, are on-demand. */
export function availabilityOf({ cloud, spotWorkers, instanceProfileArn }: ClassicCompute): Availability {
  const driverOnly = { firstOnDemand: 1 };
  switch (cloud) {
    case 'aws':
      return {
        awsAttributes: {
          availability: spotWorkers ? 'SPOT_WITH_FALLBACK' : 'ON_DEMAND',
          instanceProfileArn,
          ...driverOnly,
        },
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

/** Return the number of workers, and the additional settings of a single-node cluster. */
export function workersOf({
  workers,
}: Pick<ClassicCompute, 'workers'>): Pick<PipelineCluster, 'numWorkers' | 'autoscale' | 'sparkConf'> {
  if (workers === 'single-node') return { numWorkers: 0, sparkConf: SINGLE_NODE_CONF };
  if ('fixed' in workers) return { numWorkers: workers.fixed };
  return { autoscale: { minWorkers: workers.min, maxWorkers: workers.max, mode: 'ENHANCED' } };
}
