import { ClusterPolicy } from '@cdktf/provider-databricks/lib/cluster-policy';
import type { PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { Construct } from 'constructs';
import { costLimitProblems } from './cluster-cost';
import {
  type ClassicCompute,
  type CloudAttributes,
  cloudAttributesOf,
  SINGLE_NODE_TAGS,
  workersOf,
} from './compute';
import { ObjectPermissions } from './object-permissions';
import type { DbuRates } from './review-facts';
import type { Roles } from './roles';
import type { Tags } from './tags';

/** Properties of a {@link ComputePolicy}. */
export interface ComputePolicyProps {
  /** Name of the policy in the workspace. */
  readonly policyName: string;

  /** Compute settings of the clusters. */
  readonly compute: ClassicCompute;

  /** Tags of every cluster. */
  readonly tags: Tags;

  /** Who may use the policy. */
  readonly roles: Roles;

  /**
   * DBU rates of the account, to check the cost limit.
   * @default - the built-in rates
   */
  readonly dbuRates?: DbuRates;
}

/**
 * A cluster policy that restricts the configuration of a pipeline's clusters and caps their cost, and the cluster that
 * complies with it.
 *
 * Databricks applies the fixed values of a policy to a cluster. The cluster here sets the same values explicitly:
 * otherwise the next plan would show a diff.
 *
 * @see https://docs.databricks.com/aws/en/admin/clusters/policy-definition
 */
export class ComputePolicy extends Construct {
  /** The cluster of the pipeline's updates. */
  readonly pipelineCluster: PipelineCluster;

  constructor(scope: Construct, id: string, props: ComputePolicyProps) {
    super(scope, id);
    const { compute, tags, roles, policyName } = props;
    const driverNodeTypeId = compute.driverNodeType ?? compute.nodeType;
    const cloudAttributes = cloudAttributesOf(compute);

    const policy = new ClusterPolicy(this, 'Default', {
      name: policyName,
      description: 'Allowed configuration of pipeline clusters.',
      definition: JSON.stringify({
        cluster_type: fixed('dlt'),
        ...commonRules(compute, tags),
        ...workerRules(compute),
        ...diskRules(cloudAttributes),
      }),
    });
    this.pipelineCluster = {
      label: 'default',
      policyId: policy.id,
      nodeTypeId: compute.nodeType,
      driverNodeTypeId,
      customTags: { ...tags, ...(compute.workers === 'single-node' ? SINGLE_NODE_TAGS : {}) },
      ...workersOf(compute),
      ...cloudAttributes,
    };

    ObjectPermissions.grant(this, 'Permissions', { object: 'clusterPolicy', id: policy.id, roles });
    this.node.addValidation({ validate: () => costLimitProblems(compute, props.dbuRates) });
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

function diskRules({ awsAttributes }: CloudAttributes): object {
  const { ebsVolumeType, ebsVolumeCount, ebsVolumeSize } = awsAttributes ?? {};
  if (ebsVolumeType === undefined || ebsVolumeCount === undefined || ebsVolumeSize === undefined) return {};
  return {
    'aws_attributes.ebs_volume_type': fixed(ebsVolumeType),
    'aws_attributes.ebs_volume_count': fixed(ebsVolumeCount),
    'aws_attributes.ebs_volume_size': fixed(ebsVolumeSize),
  };
}

function fixed(value: string | number): object {
  return { type: 'fixed', value };
}
