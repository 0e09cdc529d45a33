import { settingProblems } from '../../../constructs/medallion/settings';
import {
  type ClassicCompute,
  Compute,
  cloudAttributesOf,
  workersOf,
} from '../../../constructs/workspace/compute';

const CLASSIC: ClassicCompute = {
  kind: 'classic',
  cloud: 'aws',
  nodeType: 'm6id.large',
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
      expect(cloudAttributesOf({ ...CLASSIC, cloud })).toEqual({
        [property]: { availability: never, firstOnDemand: 1 },
      });
      expect(cloudAttributesOf({ ...CLASSIC, cloud, spotWorkers: true })).toEqual({
        [property]: { availability: spot, firstOnDemand: 1 },
      });
    },
  );

  it('has the IAM role of an instance profile, on AWS', () => {
    const instanceProfileArn = 'arn:aws:iam::123456789012:instance-profile/msk-reader';
    expect(cloudAttributesOf({ ...CLASSIC, instanceProfileArn })).toMatchObject({
      awsAttributes: { instanceProfileArn },
    });
    expect(
      settingProblems(
        Compute,
        { ...CLASSIC, cloud: 'gcp', nodeType: 'n2-standard-4', instanceProfileArn: 'msk-reader' },
        'compute',
      ),
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
    ['no machine', { nodeType: ' ' }, "compute.nodeType is empty. Use a type such as 'm6id.xlarge'."],
    [
      'a machine of a different cloud',
      { nodeType: 'Standard_D4ds_v5' },
      "compute.nodeType is 'Standard_D4ds_v5', a node type of Azure, but cloud is 'aws'. Set cloud to 'azure', or use a type such as 'm6id.xlarge'.",
    ],
    [
      'a driver of a different cloud',
      { cloud: 'azure', nodeType: 'Standard_D4ds_v5', driverNodeType: 'n2-standard-4' },
      "compute.driverNodeType is 'n2-standard-4', a node type of Google Cloud, but cloud is 'azure'. Set cloud to 'gcp', or use a type such as 'Standard_D4ds_v5'.",
    ],
    [
      'a machine of no cloud',
      { cloud: 'gcp', nodeType: 'xlarge' },
      "compute.nodeType is 'xlarge', which is not the name of a node type of Google Cloud. Use a type such as 'n2-standard-4'.",
    ],
    [
      'no disk at all',
      { nodeType: 'm6i.large', ebsVolumes: 'none' },
      "compute.ebsVolumes is 'none', but m6i.large has no local disk, so Databricks cannot create the cluster. Remove it, or use a type with a local disk.",
    ],
    [
      'EBS volumes on a different cloud',
      { cloud: 'gcp', nodeType: 'n2-standard-4', ebsVolumes: { count: 1, sizeGib: 100 } },
      "compute.ebsVolumes is set, but cloud is 'gcp', which has no EBS. Remove it.",
    ],
    [
      'volumes of a size that EBS does not have',
      { ebsVolumes: { count: 11, sizeGib: 50 } },
      'compute.ebsVolumes.count is 11. Use a whole number from 1 to 10.',
    ],
  ])('cannot have %s', (_, change, problem) => {
    expect(settingProblems(Compute, { ...CLASSIC, ...change }, 'compute')[0]).toBe(problem);
  });

  it.each(['m9x.large', 'rd-fleet.xlarge'])('can have a machine that the catalogue lacks: %s', (nodeType) => {
    expect(settingProblems(Compute, { ...CLASSIC, nodeType }, 'compute')).toEqual([]);
  });

  it.each<[string, Partial<ClassicCompute>, object]>([
    [
      'one volume, if they have no local disk',
      { nodeType: 'm6i.large' },
      { ebsVolumeCount: 1, ebsVolumeSize: 100 },
    ],
    [
      'one volume, if only the driver has no local disk',
      { driverNodeType: 'r5.large' },
      { ebsVolumeCount: 1 },
    ],
    ['one volume, if the catalogue lacks their type', { nodeType: 'm9x.large' }, { ebsVolumeCount: 1 }],
    [
      'the volumes that are declared',
      { ebsVolumes: { count: 2, sizeGib: 500 } },
      { ebsVolumeCount: 2, ebsVolumeSize: 500 },
    ],
  ])('gives the nodes on AWS %s', (_, change, volumes) => {
    expect(cloudAttributesOf({ ...CLASSIC, ...change })).toEqual({
      awsAttributes: expect.objectContaining({ ebsVolumeType: 'GENERAL_PURPOSE_SSD', ...volumes }),
    });
  });

  it('attaches no volume to nodes with a local disk', () => {
    expect(cloudAttributesOf(CLASSIC)).toEqual({
      awsAttributes: { availability: 'ON_DEMAND', firstOnDemand: 1 },
    });
  });

  it('is fine as it is, and so is serverless', () => {
    expect([
      ...settingProblems(Compute, CLASSIC, 'compute'),
      ...settingProblems(Compute, { kind: 'serverless' }, 'compute'),
    ]).toEqual([]);
  });
});
