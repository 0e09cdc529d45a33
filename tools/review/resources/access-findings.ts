import type { Finding } from '../finding';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import { allRightsFindings, pointsElsewhere } from './all-rights-findings';
import type { ChangedResources } from './changed-resources';
import { nameOf, namesText } from './descriptions';
import { identityFindings } from './identity-findings';
import { RIGHTS, type RightChange, rightChanges, targetGoes, targetIsNew } from './right-changes';
import { exposures, HOLD_DATA } from './rights-on-tables';
import { tableAccessFindings } from './table-access-findings';

const PRIVILEGES = 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/';
const ACCESS_CONTROL = 'https://docs.databricks.com/aws/en/security/auth/access-control/';

/** Who may do what from now on, and who no longer may. */
export function accessFindings(changed: ChangedResources): Finding[] {
  const rights: RightChange[] = [];
  const findings: Finding[] = [];
  const settled: ResourceChange[] = [];
  for (const resource of changed.ofType(...RIGHTS)) {
    if (resource.actions.includes('forget')) continue;
    if (isPartlyUnknown(resource) && (resource.before || !targetIsNew(resource, changed))) continue;
    const ofAll = allRightsFindings(resource, changed);
    findings.push(...ofAll);
    changed.claim(resource);
    if (isDeleted(resource) && ofAll.length > 0) continue;
    const isSettled = isDeleted(resource) ? targetGoes(resource, changed) : targetIsNew(resource, changed);
    const isElsewhere = isReplaced(resource) && pointsElsewhere(resource, changed);
    const changes = rightChanges(isElsewhere ? { ...resource, before: undefined } : resource, changed);
    for (const name of ['grant', 'access_control', 'privileges', 'permission', 'principal']) {
      changed.take(resource, name);
    }
    // A resource that is created again gives the same rights to what takes the place of its object.
    if (isSettled && (isDeleted(resource) || !resource.before)) settled.push(resource);
    else if (changes.length === 0 && resource.replacePaths.length > 0) settled.push(resource);
    else rights.push(...changes);
    for (const path of resource.replacePaths) changed.take(resource, String(path[0]));
  }
  rights.push(...ownerChanges(changed));
  return [
    ...findings,
    ...exposures(rights, changed),
    ...principalFindings(rights),
    ...settledFindings(settled),
    ...tableAccessFindings(changed),
    ...identityFindings(changed),
  ];
}

/** Whether the plan does not say yet to whom a right is given. */
function isPartlyUnknown({ unknown }: ResourceChange): boolean {
  return ['grant', 'access_control', 'privileges', 'permission', 'principal', 'permission_level'].some(
    (name) => holdsTrue(unknown[name]),
  );
}

function holdsTrue(mark: unknown): boolean {
  return mark === true || (typeof mark === 'object' && mark !== null && Object.values(mark).some(holdsTrue));
}

/** Owners may do everything with what they own. */
function ownerChanges(changed: ChangedResources): RightChange[] {
  return changed
    .ofType('catalog', 'schema', 'volume', 'external_location', 'storage_credential')
    .flatMap((resource) =>
      changed.take(resource, 'owner').flatMap(({ before, after, isUnknown }) => {
        const about = {
          privilege: 'OWNER',
          object: `${resource.type.replaceAll('_', ' ')} ${nameOf(resource)}`,
          address: resource.address,
          objectType: resource.type,
          identifier: String(resource.after?.id ?? ''),
        };
        if (isUnknown) return [];
        return [
          ...(typeof before === 'string' ? [{ ...about, principal: before, isGained: false }] : []),
          ...(typeof after === 'string' ? [{ ...about, principal: after, isGained: true }] : []),
        ];
      }),
    );
}

/** One finding for each principal and direction, however many objects it is about. */
function principalFindings(rights: readonly RightChange[]): Finding[] {
  const groups = new Map<string, RightChange[]>();
  for (const right of rights) {
    const key = JSON.stringify([right.isGained, right.principal]);
    groups.set(key, [...(groups.get(key) ?? []), right]);
  }
  return [...groups.values()].map((group) => {
    const { isGained, principal } = group[0] as RightChange;
    const addresses = new Set(group.map(({ address }) => address));
    const verb = isGained ? 'gains' : 'loses';
    return {
      kind: isGained ? 'access-gained' : 'access-lost',
      ...(addresses.size === 1 ? { address: [...addresses][0] as string } : {}),
      what: `\`${principal}\` ${verb} ${objectsText(group)}.`,
      why: `The code says so in ${namesText([...addresses], 3)}.`,
      ...(isGained
        ? {}
        : {
            otherwise: 'What reads or runs as this principal fails where it needs the right.',
            todo: { sentence: 'Ask whoever is behind it, if that is not agreed.' },
          }),
      documentation: group.some(({ objectType }) => HOLD_DATA.has(objectType)) ? PRIVILEGES : ACCESS_CONTROL,
    };
  });
}

/** Rights with what they are to: `SELECT, USE_SCHEMA on schema x; CAN_RUN on 3 jobs`. */
function objectsText(rights: readonly RightChange[]): string {
  const byObject = new Map<string, string[]>();
  for (const { object, privilege, instead, isGained } of rights) {
    const now = isGained ? `instead of ${instead}` : `keeps ${instead}`;
    const right = instead === undefined ? privilege : `${privilege} (${now})`;
    byObject.set(object, [...(byObject.get(object) ?? []), right]);
  }
  const byRights = new Map<string, string[]>();
  for (const [object, privileges] of byObject) {
    const key = privileges.join(', ');
    byRights.set(key, [...(byRights.get(key) ?? []), object]);
  }
  return [...byRights]
    .map(([privileges, objects]) => {
      const shown = objects.slice(0, 4).map((object) => `the ${object}`);
      const more = objects.length - shown.length;
      return `${privileges} on ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    })
    .join('; ');
}

function settledFindings(resources: readonly ResourceChange[]): Finding[] {
  if (resources.length === 0) return [];
  const [first] = resources as [ResourceChange];
  return [
    {
      kind: 'safe-change',
      ...(resources.length === 1 ? { address: first.address } : {}),
      what: `Rights follow what is created, goes or is created again in this deployment: ${namesText(resources.map(({ address }) => address))}.`,
      why: 'Nobody gains or loses a right on something that stays.',
    },
  ];
}
