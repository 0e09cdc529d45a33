import { ClusterPolicy } from '@cdktf/provider-databricks/lib/cluster-policy';
import type { JobJobCluster } from '@cdktf/provider-databricks/lib/job';
import type { PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { Construct } from 'constructs';
import { availabilityOf, type ClassicCompute, SINGLE_NODE_TAGS, workersOf } from './compute';
import { ObjectPermissions } from './object-permissions';
import type { Roles } from './roles';
import type { Tags } from './tags';

/** Databricks runtime that the notebooks of tasks run on; pipelines have a runtime of their own. */
const TASK_RUNTIME = '16.4.x-scala2.12';

/** What a policy needs to know of the clusters that it governs. */
export interface ComputePolicyProps {
  /** Name of the policy in the workspace; that of the tasks' policy ends in `-tasks`. */
  readonly policyName: string;

  /** What the clusters are. */
  readonly compute: ClassicCompute;

  /** Tags that every cluster carries. */
  readonly tags: Tags;

  /** Who may use it. */
  readonly roles: Roles;
}

/**
 * Cluster policies that fix what the clusters of a pipeline, and those of the tasks after it, may be, and cap what
 * they cost; and the clusters that they allow.
 *
 * Databricks fills the fixed values of a policy into a cluster. The clusters here say them, too: a second plan
 * would else want to take them out again.
 *
 * @see https://docs.databricks.com/aws/en/admin/clusters/policy-definition
 */
export class ComputePolicy extends Construct {
  /** The cluster of the pipeline's updates. */
  readonly pipelineCluster: PipelineCluster;

  /** The cluster of tasks that only read tables and write a few rows: one machine without workers. */
  readonly taskCluster: JobJobCluster;

  constructor(scope: Construct, id: string, props: ComputePolicyProps) {
    super(scope, id);
    const { compute, tags, roles, policyName } = props;
    const driverNodeTypeId = compute.driverNodeType ?? compute.nodeType;
    const availability = availabilityOf(compute);

    const forPipeline = new ClusterPolicy(this, 'Default', {
      name: policyName,
      description: 'What clusters of the pipeline may be.',
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
      description: 'What clusters of the tasks after an update may be.',
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

/** Machines, tags and price, and no scripts that run before Spark does. */
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
