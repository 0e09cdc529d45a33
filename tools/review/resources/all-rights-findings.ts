import type { Finding } from '../finding';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { namesText, reasonText } from './descriptions';
import { principalsOf, targetGoes, targetIsNew, targetOf } from './right-changes';
import { datasetsWithin, HOLD_DATA } from './rights-on-tables';

/** What it means that a resource which says all rights on an object comes, goes, or is for another object. */
export function allRightsFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (isDeleted(resource)) {
    const { type } = targetOf(resource, changed, 'before');
    const isLoss = isAuthoritative(resource) && HOLD_DATA.has(type) && !targetGoes(resource, changed);
    return isLoss ? [grantsRemoved(resource, changed)] : [];
  }
  if (isReplaced(resource) && pointsElsewhere(resource, changed)) {
    return [grantsRemoved(resource, changed, 'It is for another object from now on.')];
  }
  const { identifier } = targetOf(resource, changed, 'after');
  const isThere =
    !targetIsNew(resource, changed) && !changed.goes(changed.named(identifier, 'after')?.address);
  return !resource.before && isThere ? takenOver(resource, changed) : [];
}

/** Whether a resource says all the rights there are, so that without it there are none. */
function isAuthoritative({ type }: ResourceChange): boolean {
  return type === 'grants' || type === 'permissions';
}

/** Whether the rights of something that stays are gone, as they are given on something else. */
export function pointsElsewhere(resource: ResourceChange, changed: ChangedResources): boolean {
  const [before, after] = [targetOf(resource, changed, 'before'), targetOf(resource, changed, 'after')];
  return (
    isAuthoritative(resource) &&
    HOLD_DATA.has(before.type) &&
    before.identifier !== undefined &&
    before.identifier !== after.identifier &&
    !changed.goes(before.identifier)
  );
}

/** Rights that somebody has given by hand end when the code says all of them. */
function takenOver(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (!isAuthoritative(resource)) return [];
  const { name } = targetOf(resource, changed, 'after');
  const principals = principalsOf(resource.after);
  return [
    {
      kind: 'access-lost',
      address: resource.address,
      what: `Whoever has been given a right on the ${name} by hand loses it: only ${namesText(principals)} ${principals.length > 1 ? 'have' : 'has'} one from now on.`,
      why: `The resource \`${resource.type}\` is new, and says all rights on the object.`,
      documentation: `https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/${resource.type}`,
    },
  ];
}

function grantsRemoved(
  resource: ResourceChange,
  changed: ChangedResources,
  reason = reasonText(resource),
): Finding {
  const { type, name, identifier } = targetOf(resource, changed, 'before');
  const principals = principalsOf(resource.before);
  const datasets = datasetsWithin(type, identifier, changed, 'before').map(({ name: dataset }) => dataset);
  return {
    kind: 'grants-removed',
    address: resource.address,
    ...(datasets.length > 0 ? { furtherDatasets: datasets } : {}),
    what: `Nobody keeps a right on the ${name}: ${namesText(principals)} ${principals.length > 1 ? 'lose' : 'loses'} access.`,
    why: `${reason} The resource \`${resource.type}\` says all rights on an object, so deleting it takes all of them away, whoever gave them.`,
    otherwise: 'Queries, dashboards and the pipeline itself fail for everybody but the owner.',
    todo: { sentence: 'Put it back into the code, and change in it what is to change.' },
    documentation: `https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/${resource.type}`,
  };
}
