import { ClusterPolicy } from '@cdktf/provider-databricks/lib/cluster-policy';
import type { JobJobCluster } from '@cdktf/provider-databricks/lib/job';
import type { PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { Construct } from 'constructs';
import { availabilityOf, type ClassicCompute, SINGLE_NODE_TAGS, workersOf } from './compute';
import { ObjectPermissions } from './object-permissions';
import type { Roles } from './roles';
import type { Tags } from './tags';

/** Databricks runtime of the task notebooks; pipelines have their own runtime. */
const TASK_RUNTIME = '16.4.x-scala2.12';

/** Properties of a {@link ComputePolicy}. */
export interface ComputePolicyProps {
  /** Name of the policy in the workspace. The policy for tasks has the suffix `-tasks`. */
  readonly policyName: string;

  /** Compute settings of the clusters. */
  readonly compute: ClassicCompute;

  /** Tags of every cluster. */
  readonly tags: Tags;

  /** Who may use the policies. */
  readonly roles: Roles;
}

/**
 * Cluster policies that restrict the configuration of the pipeline's and the tasks' clusters and cap their cost, and
 * the clusters that comply with them.
 *
 * Databricks applies the fixed values of a policy to a cluster. The clusters here set the same values explicitly:
 * otherwise the next plan would show a diff.
 *
 * @see https://docs.databricks.com/aws/en/admin/clusters/policy-definition
 */
export class ComputePolicy extends Construct {
  /** The cluster of the pipeline's updates. */
  readonly pipelineCluster: PipelineCluster;

  /** The cluster of tasks, which read tables and write few rows: a single node. */
  readonly taskCluster: JobJobCluster;

  constructor(scope: Construct, id: string, props: ComputePolicyProps) {
    super(scope, id);
    const { compute, tags, roles, policyName } = props;
    const driverNodeTypeId = compute.driverNodeType ?? compute.nodeType;
    const availability = availabilityOf(compute);

    const forPipeline = new ClusterPolicy(this, 'Default', {
      name: policyName,
      description: 'Allowed configuration of pipeline clusters.',
      definition: JSON.stringify({
        cluster_type: fixed('dlt'),
        ...commonRules(compute, tags),
        ...workerRules(compute),
      }),
    });
    this.pipelineCluster = {
      label: 'default',
      policyId: forPipeline.id,
      nodeTypeId: compute.nodeType,
      driverNodeTypeId,
      customTags: { ...tags, ...(compute.workers === 'single-node' ? SINGLE_NODE_TAGS : {}) },
      ...workersOf(compute),
      ...availability,
    };

    const forTasks = new ClusterPolicy(this, 'Tasks', {
      name: `${policyName}-tasks`,
      description: 'Allowed configuration of the clusters that run tasks after an update.',
      definition: JSON.stringify({
        cluster_type: fixed('job'),
        spark_version: fixed(TASK_RUNTIME),
        data_security_mode: fixed('USER_ISOLATION'),
        num_workers: fixed(0),
        ...commonRules(compute, tags),
      }),
    });
    this.taskCluster = {
      jobClusterKey: 'tasks',
      newCluster: {
        policyId: forTasks.id,
        sparkVersion: TASK_RUNTIME,
        dataSecurityMode: 'USER_ISOLATION',
        nodeTypeId: compute.nodeType,
        driverNodeTypeId,
        customTags: { ...tags, ...SINGLE_NODE_TAGS },
        ...workersOf({ workers: 'single-node' }),
        ...availability,
      },
    };
    for (const [name, policy] of Object.entries({ Permissions: forPipeline, TaskPermissions: forTasks })) {
      ObjectPermissions.grant(this, name, { object: 'clusterPolicy', id: policy.id, roles });
    }
  }
}

/** Machine types, tags, maximum cost and no init scripts. */
function commonRules(compute: ClassicCompute, tags: Tags): object {
  return {
    node_type_id: fixed(compute.nodeType),
    driver_node_type_id: fixed(compute.driverNodeType ?? compute.nodeType),
    dbus_per_hour: { type: 'range', maxValue: compute.maxDbusPerHour },
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`custom_tags.${key}`, fixed(value)])),
    'init_scripts.*.workspace.destination': { type: 'forbidden' },
    'init_scripts.*.volumes.destination': { type: 'forbidden' },
  };
}

function workerRules({ workers }: ClassicCompute): object {
  if (workers === 'single-node') return { num_workers: fixed(0) };
  if ('fixed' in workers) return { num_workers: fixed(workers.fixed) };
  return {
    'autoscale.min_workers': fixed(workers.min),
    'autoscale.max_workers': { type: 'range', minValue: workers.min, maxValue: workers.max },
    'autoscale.mode': fixed('ENHANCED'),
  };
}

function fixed(value: string | number): object {
  return { type: 'fixed', value };
}
