import type { Finding } from '../finding';
import { isDeleted, isReplaced } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { nameOf } from './resource-description';

const LIFECYCLE =
  'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy';

/** What keeps data from being deleted, and no longer does. */
export function protectionFindings(changed: ChangedResources): Finding[] {
  return [...prevention(changed), ...forcedDeletion(changed), ...dataLoss(changed)];
}

/** Resources that the environment protected, and that stay without it; and the other way round. */
function prevention({ deployment }: ChangedResources): Finding[] {
  const [was, is] = [new Set(deployment.facts.before.protected), new Set(deployment.facts.after.protected)];
  return deployment.resources.flatMap((resource): Finding[] => {
    if (!resource.before || !resource.after || isDeleted(resource) || isReplaced(resource)) return [];
    const before = was.has(resource.previousAddress ?? resource.address);
    const after = is.has(resource.address);
    if (before === after) return [];
    const { address } = resource;
    const name = `The ${resource.type.replaceAll('_', ' ')} ${nameOf(resource)}`;
    return after
      ? [
          {
            kind: 'safe-change',
            address,
            what: `${name} is protected from now on.`,
            why: "The environment's `protect` is on.",
          },
        ]
      : [
          {
            kind: 'protection-removed',
            address,
            what: `${name} is no longer protected: a later change that has to replace it deletes what is in it.`,
            why: "The environment's `protect` was on, and is off: `prevent_destroy` is gone.",
            otherwise: 'Nothing is deleted by this deployment, but Terraform stops nobody any more.',
            todo: { sentence: 'Keep `protect: true` in the environment, unless the data may go.' },
            documentation: LIFECYCLE,
          },
        ];
  });
}

/** `force_destroy`: whether a catalog or a schema may be deleted while something is in it. */
function forcedDeletion(changed: ChangedResources): Finding[] {
  return changed.all.flatMap((resource) =>
    changed.take(resource, 'force_destroy').map(({ after }): Finding => {
      const about = {
        address: resource.address,
        why: `force_destroy: ${after !== true} → ${after === true}.`,
      };
      return after === true
        ? {
            ...about,
            kind: 'protection-removed',
            what: `The ${resource.type.replaceAll('_', ' ')} ${nameOf(resource)} may be deleted with everything in it from now on.`,
            otherwise: 'Databricks no longer refuses to delete it while it holds tables.',
            todo: { sentence: 'Leave `force_destroy` off where the data may not go.' },
            documentation:
              'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/schema#force_destroy',
          }
        : {
            ...about,
            kind: 'safe-change',
            what: `The ${resource.type.replaceAll('_', ' ')} ${nameOf(resource)} can only be deleted when it is empty.`,
          };
    }),
  );
}

/** `failOnDataLoss`: whether an update fails when Kafka has lost what it has not read yet. */
function dataLoss(changed: ChangedResources): Finding[] {
  return changed.ofType('pipeline').flatMap((resource) =>
    changed.take(resource, 'configuration', 'kafka.fail_on_data_loss').map((change): Finding => {
      const isOff = String(change.after) === 'false';
      return {
        kind: isOff ? 'protection-removed' : 'safe-change',
        address: resource.address,
        what: isOff
          ? `Pipeline ${nameOf(resource)} goes on silently when Kafka has lost messages that it has not read.`
          : `Pipeline ${nameOf(resource)} fails when Kafka has lost messages that it has not read.`,
        why: `configuration.kafka.fail_on_data_loss: '${change.before ?? 'true'}' → '${change.after ?? 'true'}'.`,
        ...(isOff
          ? {
              otherwise: 'Rows can be missing, and no update says so.',
              todo: { sentence: 'Turn it on again when the update that could not go on has run.' },
            }
          : {}),
        documentation: 'https://docs.databricks.com/aws/en/connect/streaming/kafka/options',
      };
    }),
  );
}
