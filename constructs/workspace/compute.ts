import type { PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { z } from 'zod';
import { exactly, matching, numberThat, wholeNumber } from '../medallion/settings';
import { EbsVolumes, ebsAttributes, withoutDisk } from './ebs-volumes';
import { nodeTypeProblem } from './node-type';

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
  nodeType: z.string(),

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

  /**
   * EBS volumes of each node, on AWS only. If there are any, Spark uses them instead of local disks.
   * @default - one volume of 100 GiB, none if all node types are known to have a local disk
   */
  ebsVolumes: EbsVolumes.optional(),

  /**
   * Maximum cost of a cluster including the driver, in DBU per hour, at its largest size. The cluster policy enforces it.
   */
  maxDbusPerHour: numberThat((most) => most > 0, 'Use a number above 0: the maximum cost in DBU per hour.'),
}).superRefine(({ cloud, nodeType, driverNodeType, ebsVolumes, instanceProfileArn }, context) => {
  const report = (setting: string, message: string | undefined) => {
    if (message !== undefined) context.addIssue({ code: 'custom', path: [setting], message });
  };
  report('nodeType', nodeTypeProblem(nodeType, cloud));
  if (driverNodeType !== undefined) report('driverNodeType', nodeTypeProblem(driverNodeType, cloud));
  if (ebsVolumes !== undefined && cloud !== 'aws') {
    report('ebsVolumes', `is set, but cloud is '${cloud}', which has no EBS. Remove it.`);
  }
  if (instanceProfileArn !== undefined && cloud !== 'aws') {
    report(
      'instanceProfileArn',
      `is set, but cloud is '${cloud}', which has no instance profiles. Remove it.`,
    );
  }
  const [needsVolume] = withoutDisk([nodeType, driverNodeType ?? nodeType]);
  if (ebsVolumes === 'none' && needsVolume !== undefined) {
    report(
      'ebsVolumes',
      `is 'none', but ${needsVolume} has no local disk, so Databricks cannot create the cluster. Remove it, or use a type with a local disk.`,
    );
  }
});
export type ClassicCompute = z.infer<typeof ClassicCompute>;

/** What updates run on. Job tasks always run on serverless compute. */
export const Compute = z.discriminatedUnion('kind', [ServerlessCompute, ClassicCompute]);
export type Compute = z.infer<typeof Compute>;

/** Spark settings without which a cluster without workers waits for workers forever. */
const SINGLE_NODE_CONF = {
  'spark.databricks.cluster.profile': 'singleNode',
  'spark.master': 'local[*, 4]',
} as const;

/** Tags that mark a cluster as single-node in Databricks. */
export const SINGLE_NODE_TAGS = { ResourceClass: 'SingleNode' } as const;

/** Settings of a cluster that only its cloud has. */
export type CloudAttributes = Pick<PipelineCluster, 'awsAttributes' | 'azureAttributes' | 'gcpAttributes'>;

/** Return settings of the cloud: the driver, and the workers unless they may be spot, are on-demand; disks on AWS. */
export function cloudAttributesOf(compute: ClassicCompute): CloudAttributes {
  const { cloud, spotWorkers, nodeType, driverNodeType = nodeType, ebsVolumes, instanceProfileArn } = compute;
  const driverOnly = { firstOnDemand: 1 };
  switch (cloud) {
    case 'aws':
      return {
        awsAttributes: {
          availability: spotWorkers ? 'SPOT_WITH_FALLBACK' : 'ON_DEMAND',
          instanceProfileArn,
          ...driverOnly,
          ...ebsAttributes([nodeType, driverNodeType], ebsVolumes),
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
