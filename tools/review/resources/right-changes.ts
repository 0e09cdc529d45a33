import type { ManifestDataset } from '../../artefacts/manifest';
import { type Attributes, blocksOf, isDeleted, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import type { Side } from './task-notebooks';

/** A right that a principal gains or loses. */
export interface RightChange {
  readonly isGained: boolean;
  readonly principal: string;

  /** Databricks name of the privilege or permission. */
  readonly privilege: string;

  /** The object for use in a sentence: ``schema `prod.music` ``. */
  readonly object: string;

  /** Address of the resource that declares it. */
  readonly address: string;

  /** Object type, such as `schema` or `pipeline`. */
  readonly objectType: string;

  /** Full name in the catalog, or ID. */
  readonly identifier?: string;

  /** The permission level of the principal on the other side. */
  readonly instead?: string;
}

/** Attributes of grants that identify the object; each is named after its type. */
const GRANTED = [
  ...['catalog', 'schema', 'table', 'volume', 'external_location', 'storage_credential', 'credential'],
  ...['function', 'model', 'pipeline', 'share', 'recipient', 'foreign_connection', 'metastore'],
];

/** Attributes of permissions that identify the object, with its type. */
const PERMITTED: Readonly<Record<string, string>> = {
  alert_v2_id: 'alert_v2',
  cluster_id: 'cluster',
  cluster_policy_id: 'cluster_policy',
  dashboard_id: 'dashboard',
  directory_id: 'directory',
  directory_path: 'directory',
  instance_pool_id: 'instance_pool',
  job_id: 'job',
  notebook_id: 'notebook',
  notebook_path: 'notebook',
  pipeline_id: 'pipeline',
  repo_id: 'repo',
  serving_endpoint_id: 'model_serving',
  sql_alert_id: 'alert',
  sql_endpoint_id: 'sql_endpoint',
  sql_query_id: 'query',
  workspace_file_path: 'workspace_file',
};

/** Attributes that declare principals and rights. */
export const RIGHT_ATTRIBUTES = ['grant', 'access_control', 'privileges', 'permission', 'principal'] as const;

/** Attributes that do not identify the object. */
const NO_OBJECT: readonly string[] = ['id', 'object_type', ...RIGHT_ATTRIBUTES];

/** Permission levels, lowest first. */
const LEVELS = [
  ...['CAN_READ', 'CAN_VIEW', 'CAN_USE', 'READ', 'CAN_ATTACH_TO', 'CAN_RUN', 'CAN_RESTART'],
  ...['CAN_EDIT', 'WRITE', 'CAN_MANAGE_RUN', 'CAN_MANAGE', 'MANAGE', 'IS_OWNER'],
];

/** Resource types that declare rights. */
export const RIGHTS = ['grants', 'grant', 'permissions', 'secret_acl'] as const;

/** The object that a resource grants rights on. */
export interface Target {
  readonly type: string;
  readonly identifier?: string;
  readonly name: string;
}

/** Rights that a change of a resource grants and revokes. */
export function rightChanges(resource: ResourceChange, changed: ChangedResources): RightChange[] {
  const [was, is] = [rightsOf(resource.before), rightsOf(resource.after)];
  const target = targetOf(resource, changed, resource.after ? 'after' : 'before');
  const about = {
    object: target.name,
    address: resource.address,
    objectType: target.type,
    ...(target.identifier === undefined ? {} : { identifier: target.identifier }),
  };
  const isLevel = resource.type === 'permissions' || resource.type === 'secret_acl';
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((principal) => {
    const [before, after] = [[...(was.get(principal) ?? [])], [...(is.get(principal) ?? [])]];
    const changes = isLevel
      ? levelChanges(before, after)
      : [
          ...missing(before, after).map((privilege) => ({ privilege, isGained: false })),
          ...missing(after, before).map((privilege) => ({ privilege, isGained: true })),
        ];
    return changes.map((change) => ({ ...about, principal, ...change }));
  });
}

function missing(words: readonly string[], others: readonly string[]): string[] {
  return words.filter((word) => !others.includes(word));
}

/** Whether the principals are unknown until apply. */
export function isPartlyUnknown({ unknown }: ResourceChange): boolean {
  const isMarked = (mark: unknown): boolean =>
    mark === true || (typeof mark === 'object' && mark !== null && Object.values(mark).some(isMarked));
  return [...RIGHT_ATTRIBUTES, 'permission_level'].some((name) => isMarked(unknown[name]));
}

/** The principals that a resource grants rights to. */
export function principalsOf(attributes: Attributes | undefined): string[] {
  return [...rightsOf(attributes).keys()];
}

/** The object that a resource grants rights on, before or after. */
export function targetOf(resource: ResourceChange, changed: ChangedResources, side: Side): Target {
  const attributes = resource[side] ?? {};
  const [type, value] = targetIn(resource.type, attributes);
  // A new object has no ID yet: use the other side or the address.
  const known = typeof value === 'string' && value !== '' ? value : undefined;
  const target = changed.named(known, side);
  const { name, display_name: displayName } = target?.[side] ?? {};
  const shown = ['catalog', 'schema', 'table', 'volume'].includes(type)
    ? known
    : ([displayName, name].find((each): each is string => typeof each === 'string') ?? known);
  return {
    type,
    ...(known === undefined ? {} : { identifier: known }),
    name: shown === undefined ? `the object of \`${resource.address}\`` : `${words(type)} \`${shown}\``,
  };
}

/** Whether the same deployment deletes the object. */
export function targetGoes(resource: ResourceChange, changed: ChangedResources): boolean {
  const { identifier } = targetOf(resource, changed, 'before');
  const target = changed.named(identifier, 'before');
  return target !== undefined && isDeleted(target);
}

/** Whether the same deployment creates the object. */
export function targetIsNew(resource: ResourceChange, changed: ChangedResources): boolean {
  const { identifier } = targetOf(resource, changed, 'after');
  if (identifier === undefined) {
    // An object without an ID is being created; an object that cannot be identified may already exist.
    return Object.entries(resource.unknown).some(
      ([name, mark]) => mark === true && !NO_OBJECT.includes(name),
    );
  }
  const target = changed.named(identifier, 'after');
  return target !== undefined && target.before === undefined;
}

/** Tables and views covered by a right on an object. */
export function datasetsWithin(
  type: string,
  identifier: string | undefined,
  changed: ChangedResources,
  side: 'before' | 'after',
): ManifestDataset[] {
  const [catalog, schema, table] = (identifier ?? '').replaceAll('`', '').split('.');
  if (type === 'catalog') return changed.datasetsIn(side, catalog);
  if (type === 'schema') return changed.datasetsIn(side, catalog, schema);
  if (type !== 'table') return [];
  return changed.datasetsIn(side, catalog, schema).filter(({ name }) => name === table);
}

function targetIn(type: string, attributes: Attributes): [string, unknown] {
  if (type === 'secret_acl') return ['secret_scope', attributes.scope];
  if (type === 'permissions') {
    const found = Object.entries(PERMITTED).find(([name]) => isText(attributes[name]));
    if (found) return [found[1], attributes[found[0]]];
  }
  const name =
    GRANTED.find((each) => isText(attributes[each])) ??
    Object.keys(attributes).find((each) => !NO_OBJECT.includes(each) && isText(attributes[each]));
  return name ? [name, attributes[name]] : ['object', undefined];
}

/** Rights by principal. */
function rightsOf(attributes: Attributes | undefined): Map<string, Set<string>> {
  const rights = new Map<string, Set<string>>();
  const add = (principal: unknown, privileges: readonly unknown[]) => {
    if (!isText(principal)) return;
    const known = rights.get(principal) ?? new Set<string>();
    for (const privilege of privileges) if (isText(privilege)) known.add(wordOf(privilege));
    rights.set(principal, known);
  };
  if (!attributes) return rights;
  for (const { principal, privileges } of blocksOf(attributes.grant)) add(principal, blocksOf(privileges));
  for (const control of blocksOf(attributes.access_control)) {
    const { user_name: user, group_name: group, service_principal_name: service } = control;
    add([user, group, service].find(isText), [control.permission_level]);
  }
  if (isText(attributes.principal)) {
    add(
      attributes.principal,
      attributes.permission ? [attributes.permission] : blocksOf(attributes.privileges),
    );
  }
  return rights;
}

type LevelChange = Pick<RightChange, 'isGained' | 'privilege' | 'instead'>;

/** A principal has one permission level per object, so a lower level is a loss. */
function levelChanges([before]: readonly string[], [after]: readonly string[]): LevelChange[] {
  if (before === after) return [];
  if (before === undefined) return after === undefined ? [] : [{ isGained: true, privilege: after }];
  if (after === undefined) return [{ isGained: false, privilege: before }];
  const isGained = LEVELS.indexOf(after) > LEVELS.indexOf(before);
  return [
    isGained
      ? { isGained, privilege: after, instead: before }
      : { isGained, privilege: before, instead: after },
  ];
}

/** `USE SCHEMA` and `USE_SCHEMA` are the same privilege. */
function wordOf(privilege: string): string {
  return privilege.replaceAll(' ', '_');
}

function words(type: string): string {
  const known: Readonly<Record<string, string>> = {
    alert_v2: 'alert',
    sql_endpoint: 'SQL warehouse',
    secret_scope: 'secret scope',
    model_serving: 'serving endpoint',
  };
  return known[type] ?? type.replaceAll('_', ' ');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
