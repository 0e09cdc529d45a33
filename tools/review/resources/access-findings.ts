import { about, type Finding } from '../finding';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import { namesText } from '../sentences';
import type { ChangedResources } from './changed-resources';
import { nameOf, reasonText } from './descriptions';
import { identityFindings } from './identity-findings';
import {
  datasetsWithin,
  isPartlyUnknown,
  principalsOf,
  RIGHT_ATTRIBUTES,
  RIGHTS,
  type RightChange,
  rightChanges,
  targetGoes,
  targetIsNew,
  targetOf,
} from './right-changes';
import { tableAccessFindings } from './table-access-findings';

const ACCESS_CONTROL = 'https://docs.databricks.com/aws/en/security/auth/access-control/';
const REGISTRY = 'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources';

/** Objects whose data is inaccessible to everyone but the owner without grants. */
const HOLD_DATA: readonly string[] = [
  ...['catalog', 'schema', 'table', 'volume', 'pipeline', 'external_location', 'storage_credential'],
];

/** Resource types whose owner has all privileges. */
const OWNED = ['catalog', 'schema', 'volume', 'external_location', 'storage_credential'];

/** Privileges that let a principal read every table of a schema or catalog. */
const READ_ALL: readonly string[] = ['SELECT', 'ALL_PRIVILEGES', 'OWNER'];

/** Findings on granted and revoked rights. */
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
    for (const name of RIGHT_ATTRIBUTES) changed.take(resource, name);
    // A replaced resource grants the same rights on the replacement of its object.
    if (isSettled && (isDeleted(resource) || !resource.before)) settled.push(resource);
    else if (changes.length === 0 && resource.replacePaths.length > 0) settled.push(resource);
    else rights.push(...changes);
    changed.takeReplacing(resource);
  }
  rights.push(...ownerChanges(changed));
  return [
    ...findings,
    ...rights.flatMap((right) => exposureFindings(right, changed)),
    ...principalFindings(rights),
    ...settledFindings(settled),
    ...tableAccessFindings(changed),
    ...identityFindings(changed),
  ];
}

/** Findings on a resource that declares all rights on an object and is new, deleted, or moved to a different object. */
function allRightsFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const { type, before } = resource;
  if (type !== 'grants' && type !== 'permissions') return [];
  if (isDeleted(resource)) {
    const target = targetOf(resource, changed, 'before');
    const isLoss = HOLD_DATA.includes(target.type) && !targetGoes(resource, changed);
    return isLoss ? [grantsRemoved(resource, changed, reasonText(resource))] : [];
  }
  if (isReplaced(resource) && pointsElsewhere(resource, changed)) {
    return [grantsRemoved(resource, changed, 'It now applies to a different object.')];
  }
  const { identifier, name } = targetOf(resource, changed, 'after');
  const isNewObject =
    targetIsNew(resource, changed) || changed.goes(changed.named(identifier, 'after')?.address);
  if (before || isNewObject) return [];
  const principals = principalsOf(resource.after);
  return [
    {
      kind: 'access-lost',
      address: resource.address,
      what: `Manually granted rights on the ${name} are revoked: only ${namesText(principals)} ${principals.length > 1 ? 'keep' : 'keeps'} access.`,
      why: `The resource \`${type}\` is new and declares all rights on the object.`,
      documentation: `${REGISTRY}/${type}`,
    },
  ];
}

/** Whether a remaining object loses its rights because the resource now applies to a different object. */
function pointsElsewhere(resource: ResourceChange, changed: ChangedResources): boolean {
  const [before, after] = [targetOf(resource, changed, 'before'), targetOf(resource, changed, 'after')];
  return (
    ['grants', 'permissions'].includes(resource.type) &&
    HOLD_DATA.includes(before.type) &&
    before.identifier !== undefined &&
    before.identifier !== after.identifier &&
    !changed.goes(before.identifier)
  );
}

function grantsRemoved(resource: ResourceChange, changed: ChangedResources, reason: string): Finding {
  const { type, name, identifier } = targetOf(resource, changed, 'before');
  const principals = principalsOf(resource.before);
  const datasets = datasetsWithin(type, identifier, changed, 'before').map(({ name: dataset }) => dataset);
  return {
    kind: 'grants-removed',
    address: resource.address,
    ...(datasets.length > 0 ? { furtherDatasets: datasets } : {}),
    what: `All rights on the ${name} are revoked: ${namesText(principals)} ${principals.length > 1 ? 'lose' : 'loses'} access.`,
    why: `${reason} The resource \`${resource.type}\` declares all rights on an object, so deleting it removes all of them, including manual grants.`,
    otherwise: 'Queries, dashboards and the pipeline itself fail for everyone except the owner.',
    todo: { sentence: 'Restore it in the code and remove only individual grants.' },
    documentation: `${REGISTRY}/${resource.type}`,
  };
}

function ownerChanges(changed: ChangedResources): RightChange[] {
  return changed.ofType(...OWNED).flatMap((resource) =>
    changed
      .take(resource, 'owner')
      .filter(({ isUnknown }) => !isUnknown)
      .flatMap(({ before, after }) =>
        [before, after].flatMap((principal, side): RightChange[] =>
          typeof principal !== 'string'
            ? []
            : [
                {
                  principal,
                  isGained: side === 1,
                  privilege: 'OWNER',
                  object: `${resource.type.replaceAll('_', ' ')} ${nameOf(resource)}`,
                  address: resource.address,
                  objectType: resource.type,
                  identifier: String(resource.after?.id ?? ''),
                },
              ],
        ),
      ),
  );
}

/** Principals that can read personal data because they can read everything in a schema or catalog. */
function exposureFindings(right: RightChange, changed: ChangedResources): Finding[] {
  const { isGained, privilege, principal, objectType, identifier, object, address } = right;
  if (!isGained || !READ_ALL.includes(privilege)) return [];
  const personal = datasetsWithin(objectType, identifier, changed, 'after')
    .filter(({ columns }) => columns.some(({ personalData }) => personalData))
    .map(({ name }) => name);
  if (personal.length === 0) return [];
  return [
    {
      kind: 'personal-data-exposed',
      address,
      ...about(personal),
      what: `\`${principal}\` can read personal data: ${namesText(personal)} ${personal.length > 1 ? 'have' : 'has'} columns that are marked as personal.`,
      why: `${privilege} on the ${object} is new for \`${principal}\` and covers every table in it.`,
      otherwise: 'All members of the principal can read names, locations and other personal data.',
      todo: {
        sentence:
          'Grant access to individual tables without personal columns instead, as the task `table_access` does.',
      },
    },
  ];
}

/** One finding per principal and direction, regardless of the number of objects. */
function principalFindings(rights: readonly RightChange[]): Finding[] {
  const groups = new Map<string, RightChange[]>();
  for (const right of rights) {
    const key = JSON.stringify([right.isGained, right.principal]);
    groups.set(key, [...(groups.get(key) ?? []), right]);
  }
  return [...groups.values()].map((group): Finding => {
    const { isGained, principal } = group[0] as RightChange;
    const addresses = [...new Set(group.map(({ address }) => address))];
    return {
      kind: isGained ? 'access-gained' : 'access-lost',
      ...(addresses.length === 1 ? { address: addresses[0] as string } : {}),
      what: `\`${principal}\` ${isGained ? 'gains' : 'loses'} ${objectsText(group)}.`,
      why: `Declared in ${namesText(addresses, 3)}.`,
      ...(group.some(({ objectType }) => HOLD_DATA.includes(objectType))
        ? {}
        : { documentation: ACCESS_CONTROL }),
    };
  });
}

/** Rights with their objects: `SELECT, USE_SCHEMA on schema x; CAN_RUN on 3 jobs`. */
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
  const addresses = resources.map(({ address }) => address);
  const [first, ...others] = addresses;
  if (first === undefined) return [];
  return [
    {
      kind: 'safe-change',
      ...(others.length === 0 ? { address: first } : {}),
      what: `Rights change only together with objects that this deployment creates, deletes or recreates: ${namesText(addresses)}.`,
      why: 'No right on a remaining object changes.',
    },
  ];
}
