import { settingProblems } from '../../../constructs/medallion/settings';
import {
  availabilityOf,
  type ClassicCompute,
  Compute,
  workersOf,
} from '../../../constructs/workspace/compute';

const CLASSIC: ClassicCompute = {
  kind: 'classic',
  cloud: 'aws',
  nodeType: 'm6i.large',
  workers: { min: 1, max: 4 },
  maxDbusPerHour: 10,
};

describe('classic compute', () => {
  it('grows in the mode that also shrinks streaming clusters', () => {
    expect(workersOf(CLASSIC)).toEqual({ autoscale: { minWorkers: 1, maxWorkers: 4, mode: 'ENHANCED' } });
  });

  it('has a fixed number of workers, and then does not grow', () => {
    expect(workersOf({ workers: { fixed: 3 } })).toEqual({ numWorkers: 3 });
  });

  it('is a single node with the settings without which it would wait for workers', () => {
    expect(workersOf({ workers: 'single-node' })).toEqual({
      numWorkers: 0,
      sparkConf: { 'spark.databricks.cluster.profile': 'singleNode', 'spark.master': 'local[*, 4]' },
    });
  });

  it.each([
    ['aws', 'awsAttributes', 'ON_DEMAND', 'SPOT_WITH_FALLBACK'],
    ['azure', 'azureAttributes', 'ON_DEMAND_AZURE', 'SPOT_WITH_FALLBACK_AZURE'],
    ['gcp', 'gcpAttributes', 'ON_DEMAND_GCP', 'PREEMPTIBLE_WITH_FALLBACK_GCP'],
  ] as const)(
    'on %s takes spot machines only for workers, and only if asked',
    (cloud, property, never, spot) => {
      expect(availabilityOf({ ...CLASSIC, cloud })).toEqual({
        [property]: { availability: never, firstOnDemand: 1 },
      });
      expect(availabilityOf({ ...CLASSIC, cloud, spotWorkers: true })).toEqual({
        [property]: { availability: spot, firstOnDemand: 1 },
      });
    },
  );

  it('has the IAM role of an instance profile, on AWS', () => {
    const instanceProfileArn = 'arn:aws:iam::123456789012:instance-profile/msk-reader';
    expect(availabilityOf({ ...CLASSIC, instanceProfileArn })).toMatchObject({
      awsAttributes: { instanceProfileArn },
    });
    expect(
      settingProblems(Compute, { ...CLASSIC, cloud: 'gcp', instanceProfileArn: 'msk-reader' }, 'compute'),
    ).toEqual([
      "compute.instanceProfileArn is 'msk-reader'. Use the ARN of an instance profile: 'arn:aws:iam::<account>:instance-profile/<name>'.",
      "compute.instanceProfileArn is set, but cloud is 'gcp', which has no instance profiles. Remove it.",
    ]);
  });

  it.each<[string, Partial<ClassicCompute>, string]>([
    [
      'fewer workers at most than at least',
      { workers: { min: 4, max: 2 } },
      'compute.workers.min is 4, more than max 2. Swap the two.',
    ],
    [
      'a fixed number and one to grow to',
      { workers: { fixed: 2, min: 1, max: 2 } as never },
      'compute.workers is {"fixed":2,"min":1,"max":2}. Use { min, max } for autoscaling, { fixed }, or \'single-node\'.',
    ],
    [
      'no workers without the settings of a single node',
      { workers: { fixed: 0 } },
      "compute.workers.fixed is 0. Use a whole number from 1, or set workers to 'single-node'.",
    ],
    [
      'half a worker',
      { workers: { min: 0.5, max: 2 } },
      'compute.workers.min is 0.5. Use a whole number from 1.',
    ],
    [
      'no price',
      { maxDbusPerHour: 0 },
      'compute.maxDbusPerHour is 0. Use a number above 0: the maximum cost in DBU per hour.',
    ],
    [
      'no machine',
      { nodeType: ' ' },
      "compute.nodeType is empty. Use a machine type of the cloud provider, such as 'm6i.xlarge'.",
    ],
  ])('cannot have %s', (_, change, problem) => {
    expect(settingProblems(Compute, { ...CLASSIC, ...change }, 'compute')).toEqual([problem]);
  });

  it('is fine as it is, and so is serverless', () => {
    expect([
      ...settingProblems(Compute, CLASSIC, 'compute'),
      ...settingProblems(Compute, { kind: 'serverless' }, 'compute'),
    ]).toEqual([]);
  });
});
