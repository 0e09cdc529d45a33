import type { Finding } from '../finding';
import { isDeleted, isReplaced } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { nameOf } from './descriptions';

/** Findings on resources whose protection by the environment changes. */
export function protectionFindings({ deployment }: ChangedResources): Finding[] {
  const [was, is] = [new Set(deployment.facts.before.protected), new Set(deployment.facts.after.protected)];
  return deployment.resources.flatMap((resource): Finding[] => {
    if (!resource.before || !resource.after || isDeleted(resource) || isReplaced(resource)) return [];
    const before = was.has(resource.previousAddress ?? resource.address);
    const after = is.has(resource.address);
    if (before === after) return [];
    const { address } = resource;
    const name = `The ${resource.type.replaceAll('_', ' ')} ${nameOf(resource)}`;
    if (after) {
      const why = "The environment's `protect` is on.";
      return [{ kind: 'safe-change', address, what: `${name} is protected from now on.`, why }];
    }
    return [
      {
        kind: 'protection-removed',
        address,
        what: `${name} is no longer protected: a later change that has to replace it deletes its contents.`,
        why: "The environment's `protect` is turned off, which removes `prevent_destroy`.",
        otherwise: 'This deployment deletes nothing, but Terraform no longer prevents it.',
        todo: { sentence: 'Keep `protect: true` in the environment if the data must be kept.' },
      },
    ];
  });
}
