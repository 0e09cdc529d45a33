import type { ClassicCompute } from '../../../constructs/workspace/compute';
import { ComputePolicy } from '../../../constructs/workspace/compute-policy';
import type { DbuRates } from '../../../constructs/workspace/review-facts';
import { OWNER, ROLES, reference, StackFixture, TAGS } from './stack-fixture';

const COMPUTE: ClassicCompute = {
  kind: 'classic',
  cloud: 'aws',
  nodeType: 'm6i.large',
  driverNodeType: 'm6i.xlarge',
  workers: { min: 1, max: 4 },
  maxDbusPerHour: 10,
};

function policyOf(compute: Partial<ClassicCompute> = {}, dbuRates?: DbuRates) {
  const shop = new StackFixture();
  const policy = new ComputePolicy(shop.workspace, 'compute', {
    policyName: 'shop-test',
    compute: { ...COMPUTE, ...compute },
    tags: TAGS,
    roles: ROLES,
    dbuRates,
  });
  return { shop, policy };
}

async function definitionOf(shop: StackFixture) {
  const { definition } = await shop.only('cluster_policy');
  return JSON.parse(String(definition));
}

describe('a compute policy', () => {
  it('fixes machines, workers and tags, caps the price, and forbids scripts', async () => {
    expect(await definitionOf(policyOf().shop)).toEqual({
      cluster_type: { type: 'fixed', value: 'dlt' },
      node_type_id: { type: 'fixed', value: 'm6i.large' },
      driver_node_type_id: { type: 'fixed', value: 'm6i.xlarge' },
      dbus_per_hour: { type: 'range', maxValue: 10 },
      'custom_tags.environment': { type: 'fixed', value: 'test' },
      'custom_tags.owner': { type: 'fixed', value: 'shop' },
      'init_scripts.*.workspace.destination': { type: 'forbidden' },
      'init_scripts.*.volumes.destination': { type: 'forbidden' },
      'autoscale.min_workers': { type: 'fixed', value: 1 },
      'autoscale.max_workers': { type: 'range', minValue: 1, maxValue: 4 },
      'autoscale.mode': { type: 'fixed', value: 'ENHANCED' },
      'aws_attributes.ebs_volume_type': { type: 'fixed', value: 'GENERAL_PURPOSE_SSD' },
      'aws_attributes.ebs_volume_count': { type: 'fixed', value: 1 },
      'aws_attributes.ebs_volume_size': { type: 'fixed', value: 100 },
    });
  });

  it.each<[ClassicCompute['workers'], object]>([
    [{ fixed: 3 }, { num_workers: { type: 'fixed', value: 3 } }],
    ['single-node', { num_workers: { type: 'fixed', value: 0 } }],
  ])('fixes %j workers', async (workers, rules) => {
    const definition = await definitionOf(policyOf({ workers }).shop);

    expect(definition).toMatchObject(rules);
    expect(Object.keys(definition).filter((key) => key.startsWith('autoscale'))).toEqual([]);
  });

  it('fixes nothing that its cluster does not say, so that a second plan is empty', async () => {
    const { shop, policy } = policyOf();
    const fixed = Object.entries(await definitionOf(shop)).filter(
      ([, rule]) => (rule as { type: string }).type === 'fixed',
    );

    expect(policy.pipelineCluster).toMatchObject({
      label: 'default',
      nodeTypeId: 'm6i.large',
      driverNodeTypeId: 'm6i.xlarge',
      customTags: TAGS,
      autoscale: { minWorkers: 1, maxWorkers: 4, mode: 'ENHANCED' },
      awsAttributes: { ebsVolumeType: 'GENERAL_PURPOSE_SSD', ebsVolumeCount: 1, ebsVolumeSize: 100 },
    });
    expect(fixed.map(([key]) => key)).toEqual([
      'cluster_type',
      'node_type_id',
      'driver_node_type_id',
      'custom_tags.environment',
      'custom_tags.owner',
      'autoscale.min_workers',
      'autoscale.mode',
      'aws_attributes.ebs_volume_type',
      'aws_attributes.ebs_volume_count',
      'aws_attributes.ebs_volume_size',
    ]);
  });

  it('gives the cluster its id by reference, so that it is there first', () => {
    const { shop, policy } = policyOf();

    expect(shop.resolve(policy.pipelineCluster.policyId)).toBe(
      reference('databricks_cluster_policy.compute.id'),
    );
  });

  it.each<[string, Partial<ClassicCompute>, string]>([
    [
      'below the smallest cluster',
      { nodeType: 'm6i.2xlarge', driverNodeType: undefined, workers: { min: 2, max: 8 }, maxDbusPerHour: 1 },
      'compute: compute.maxDbusPerHour is 1, but the cluster uses 9.12 to 27.36 DBU per hour (m6i.2xlarge with Photon, driver and 2 to 8 workers), and Databricks refuses a cluster that can exceed the limit. Set it to at least 27.36, or use a smaller cluster.',
    ],
    [
      'between the smallest and the largest cluster',
      { maxDbusPerHour: 4 },
      'compute: compute.maxDbusPerHour is 4, but the cluster uses 2.28 to 4.56 DBU per hour (m6i.large with Photon, driver of type m6i.xlarge and 1 to 4 workers), and Databricks refuses a cluster that can exceed the limit. Set it to at least 4.56, or use a smaller cluster.',
    ],
    [
      'below a single node',
      { workers: 'single-node', photon: false, maxDbusPerHour: 0.5 },
      'compute: compute.maxDbusPerHour is 0.5, but the cluster uses 0.76 DBU per hour (m6i.large, a single node), and Databricks refuses a cluster that can exceed the limit. Set it to at least 0.76, or use a smaller cluster.',
    ],
  ])('has no cost limit %s', async (_, compute, problem) => {
    expect(await policyOf(compute).shop.problems()).toEqual([problem]);
  });

  it('is checked with the rates of the account, and not without any rate', async () => {
    const ownRates = { nodeTypes: { 'm6i.large': 0.1, 'm6i.xlarge': 0.2 } };

    expect(await policyOf({ maxDbusPerHour: 2 }, ownRates).shop.problems()).toEqual([]);
    expect(await policyOf({ nodeType: 'm9x.large', maxDbusPerHour: 2 }).shop.problems()).toEqual([]);
  });

  it('may be used by owner and engineers', async () => {
    expect(await policyOf().shop.only('permissions')).toMatchObject({
      access_control: [
        { permission_level: 'CAN_USE', service_principal_name: OWNER },
        { permission_level: 'CAN_USE', group_name: 'engineers' },
      ],
    });
  });
});
