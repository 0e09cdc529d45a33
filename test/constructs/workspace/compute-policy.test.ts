import type { ClassicCompute } from '../../../constructs/workspace/compute';
import { ComputePolicy } from '../../../constructs/workspace/compute-policy';
import { OWNER, ROLES, StackFixture, TAGS } from './stack-fixture';

const COMPUTE: ClassicCompute = {
  kind: 'classic',
  cloud: 'aws',
  nodeType: 'm6i.large',
  driverNodeType: 'm6i.xlarge',
  workers: { min: 1, max: 4 },
  maxDbusPerHour: 10,
};

function policyOf(compute: Partial<ClassicCompute> = {}) {
  const shop = new StackFixture();
  const policy = new ComputePolicy(shop.workspace, 'compute', {
    policyName: 'shop-test',
    compute: { ...COMPUTE, ...compute },
    tags: TAGS,
    roles: ROLES,
  });
  return { shop, policy };
}

/** The definition of the policy for that type of cluster. */
async function definitionOf(shop: StackFixture, clusterType: 'dlt' | 'job') {
  const definitions = (await shop.resources('cluster_policy')).map(({ definition }) =>
    JSON.parse(String(definition)),
  );
  return definitions.find(({ cluster_type: type }) => type.value === clusterType);
}

describe('a compute policy', () => {
  it('fixes machines, workers and tags, caps the price, and forbids scripts', async () => {
    expect(await definitionOf(policyOf().shop, 'dlt')).toEqual({
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
    });
  });

  it.each<[ClassicCompute['workers'], object]>([
    [{ fixed: 3 }, { num_workers: { type: 'fixed', value: 3 } }],
    ['single-node', { num_workers: { type: 'fixed', value: 0 } }],
  ])('fixes %j workers', async (workers, rules) => {
    const definition = await definitionOf(policyOf({ workers }).shop, 'dlt');

    expect(definition).toMatchObject(rules);
    expect(Object.keys(definition).filter((key) => key.startsWith('autoscale'))).toEqual([]);
  });

  it('lets the clusters say what it fixes, so that a second plan is empty', async () => {
    const { shop, policy } = policyOf();
    const fixed = Object.entries(await definitionOf(shop, 'job')).filter(
      ([, rule]) => (rule as { type: string }).type === 'fixed',
    );

    expect(policy.pipelineCluster).toMatchObject({
      label: 'default',
      nodeTypeId: 'm6i.large',
      driverNodeTypeId: 'm6i.xlarge',
      customTags: TAGS,
      autoscale: { minWorkers: 1, maxWorkers: 4, mode: 'ENHANCED' },
    });
    expect(policy.taskCluster.newCluster).toMatchObject({
      sparkVersion: '16.4.x-scala2.12',
      dataSecurityMode: 'USER_ISOLATION',
      nodeTypeId: 'm6i.large',
      driverNodeTypeId: 'm6i.xlarge',
      numWorkers: 0,
      customTags: TAGS,
    });
    expect(fixed.map(([key]) => key)).toEqual([
      'cluster_type',
      'spark_version',
      'data_security_mode',
      'num_workers',
      'node_type_id',
      'driver_node_type_id',
      'custom_tags.environment',
      'custom_tags.owner',
    ]);
  });

  it('gives both clusters its id by reference, so that it is there first', () => {
    const { shop, policy } = policyOf();
    const resolve = (value: unknown) => shop.resolve(value);

    expect(resolve(policy.pipelineCluster.policyId)).toMatch(
      /^\$\{databricks_cluster_policy\.compute\.id\}$/,
    );
    expect(resolve(policy.taskCluster.newCluster?.policyId)).toMatch(
      /^\$\{databricks_cluster_policy\.compute_Tasks_[0-9A-F]+\.id\}$/,
    );
  });

  it('may be used by owner and engineers', async () => {
    const permissions = await policyOf().shop.resources('permissions');

    expect(permissions).toHaveLength(2);
    for (const { access_control: entries } of permissions) {
      expect(entries).toEqual([
        { permission_level: 'CAN_USE', service_principal_name: OWNER },
        { permission_level: 'CAN_USE', group_name: 'engineers' },
      ]);
    }
  });
});
