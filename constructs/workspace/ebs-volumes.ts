import type { PipelineClusterAwsAttributes } from '@cdktf/provider-databricks/lib/pipeline';
import { z } from 'zod';
import { exactly, numberThat, wholeNumber } from '../medallion/settings';
import { NODE_TYPES } from './compute-catalogue';
import { type Attributes, blocksOf } from './rendered-resource';

/** EBS volumes that Databricks attaches to each node of a cluster on AWS. */
export const EbsVolumes = z.union(
  [
    exactly({
      /** Volumes per node, at most 10. */
      count: wholeNumber(10),
      /** Size of each volume in GiB, from 100 to 4096. */
      sizeGib: numberThat(
        (size) => Number.isInteger(size) && size >= 100 && size <= 4096,
        'Use a whole number from 100 to 4096.',
      ),
    }),
    z.literal('none'),
  ],
  { error: "Use { count, sizeGib }, or 'none'." },
);

const ONE_VOLUME = { count: 1, sizeGib: 100 };

/**
 * Return the attributes of a cluster on AWS with these volumes. Without a declaration, each node gets one volume unless
 * all node types are known to have a local disk: a cluster without any disk cannot be created, and a superfluous volume
 * costs little, although Spark then leaves the local disk unused.
 *
 * @see https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/cluster#aws_attributes
 */
export function ebsAttributes(
  nodeTypes: readonly string[],
  declared?: z.infer<typeof EbsVolumes>,
): Pick<PipelineClusterAwsAttributes, 'ebsVolumeType' | 'ebsVolumeCount' | 'ebsVolumeSize'> {
  const haveDisks = nodeTypes.every((type) => NODE_TYPES.get(type)?.localDisk);
  const volumes = declared ?? (haveDisks ? 'none' : ONE_VOLUME);
  if (volumes === 'none') return {};
  return {
    // gp3 or gp2, as the administrators of the workspace chose.
    ebsVolumeType: 'GENERAL_PURPOSE_SSD',
    ebsVolumeCount: volumes.count,
    ebsVolumeSize: volumes.sizeGib,
  };
}

/** Return the node types that are known to have no disk of their own on AWS. */
export function withoutDisk(nodeTypes: readonly string[]): string[] {
  return nodeTypes.filter((name) => {
    const type = NODE_TYPES.get(name);
    return type?.cloud === 'aws' && !type.localDisk;
  });
}

/** Return the problem of a rendered cluster whose nodes would have no disk, so that Databricks could not create it. */
export function diskProblems(cluster: Attributes): string[] {
  const { node_type_id: worker, driver_node_type_id: driver = worker, aws_attributes: aws } = cluster;
  const types = withoutDisk([...new Set([worker, driver])].map(String));
  const hasVolumes = blocksOf(aws).some(({ ebs_volume_count: count }) => Number(count) > 0);
  return types.length === 0 || hasVolumes
    ? []
    : [
        `has a cluster of ${types.join(' and ')}, which has no local disk, without EBS volumes, so Databricks cannot create it. Set ebsVolumeCount in awsAttributes, or use a type with a local disk.`,
      ];
}
