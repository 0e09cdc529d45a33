import { type Attributes, blocksOf, isReplaced, type ResourceChange } from '../plan/deployment';
import { isComputed } from './resource-types';

/** A changed attribute of a resource. */
export interface AttributeChange {
  /** Attribute names, with the key of a block after the name of a repeated block. */
  readonly path: readonly string[];

  readonly before: unknown;
  readonly after: unknown;

  /** Whether the new value is unknown until apply. */
  readonly isUnknown: boolean;
}

/** Attributes that identify a block among repeated blocks. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  access_control: ['group_name', 'service_principal_name', 'user_name'],
  cluster: ['label'],
  custom_tags: ['key'],
  depends_on: ['task_key'],
  environment: ['environment_key'],
  grant: ['principal'],
  job_cluster: ['job_cluster_key'],
  on_duration_warning_threshold_exceeded: ['id'],
  on_failure: ['id'],
  on_start: ['id'],
  on_success: ['id'],
  parameter: ['name'],
  rules: ['metric'],
  subscriptions: ['destination_id', 'user_email'],
  task: ['task_key'],
};

/** Lists without a meaningful order. */
const SETS: ReadonlySet<string> = new Set([
  'alerts',
  'dependencies',
  'email_recipients',
  'on_duration_warning_threshold_exceeded',
  'on_failure',
  'on_start',
  'on_streaming_backlog_exceeded',
  'on_success',
  'privileges',
  'ssh_public_keys',
]);

/** Attributes for which `false` or 0 differs from an unset value. */
const MEANINGFUL_ZEROS: ReadonlySet<string> = new Set([
  'auto_stop_mins',
  'autotermination_minutes',
  'bool_value',
  'double_value',
  'enable_photon',
  'enable_serverless_compute',
  'max_concurrent_runs',
  'notify_on_ok',
]);

/** Maps whose entries are compared one by one even if one side is empty. */
const MAPS: ReadonlySet<string> = new Set([
  'base_parameters',
  'configuration',
  'custom_tags',
  'properties',
  'spark_conf',
  'spark_env_vars',
  'tags',
]);

/**
 * The differences between a resource before and after. Unset, `false`, 0, `''`, `[]` and `{}` are equal where they mean
 * the same; computed attributes and the order of unordered lists are ignored.
 */
export function attributeChanges(resource: ResourceChange): AttributeChange[] {
  const { type, before, after, unknown } = resource;
  if (!before || !after) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  const changes: AttributeChange[] = [];
  for (const name of names) {
    if (isComputed(type, [name])) continue;
    collect(changes, [name], before[name], after[name], unknown[name]);
  }
  return changes.filter(
    ({ path, isUnknown }) =>
      // A replacement gets new values for everything that Databricks computes.
      !(isUnknown && isReplaced(resource)) && !isComputed(type, path),
  );
}

/** Whether a value is equivalent to an unset one. */
export function isEmpty(value: unknown, name = ''): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (value === false || value === 0) return !MEANINGFUL_ZEROS.has(name);
  if (Array.isArray(value)) return value.every((each) => isEmpty(each, name));
  if (typeof value !== 'object') return false;
  return Object.entries(value).every(([key, each]) => isEmpty(each, key));
}

function collect(
  changes: AttributeChange[],
  path: readonly string[],
  before: unknown,
  after: unknown,
  unknown: unknown,
): void {
  const name = nameOf(path);
  if (unknown === true) {
    if (!isEmpty(before, name)) changes.push({ path, before, after: undefined, isUnknown: true });
    return;
  }
  if (before === after) return;
  const unknownIsPartly = holdsTrue(unknown);
  if (isEmpty(before, name) && isEmpty(after, name) && !unknownIsPartly) return;
  if (SETS.has(name) && isWords(before) && isWords(after)) {
    if (!hasSameWords(before, after)) changes.push({ path, before, after, isUnknown: false });
    return;
  }
  if (isTree(before) || isTree(after)) {
    if (
      (isEmpty(before, name) || isEmpty(after, name)) &&
      !MAPS.has(name) &&
      !unknownIsPartly &&
      !keyed(name)
    ) {
      changes.push({ path, before, after, isUnknown: false });
    } else if (Array.isArray(before) || Array.isArray(after)) {
      collectFromLists(changes, path, before, after, unknown);
    } else {
      collectFromBlocks(changes, path, before as Attributes, after as Attributes, unknown);
    }
    return;
  }
  changes.push({ path, before, after, isUnknown: false });
}

function collectFromBlocks(
  changes: AttributeChange[],
  path: readonly string[],
  before: Attributes | null | undefined,
  after: Attributes | null | undefined,
  unknown: unknown,
): void {
  const marks = isTree(unknown) ? (unknown as Attributes) : {};
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...Object.keys(marks)]);
  for (const name of names) {
    collect(changes, [...path, name], before?.[name], after?.[name], marks[name]);
  }
}

function collectFromLists(
  changes: AttributeChange[],
  path: readonly string[],
  before: unknown,
  after: unknown,
  unknown: unknown,
): void {
  const [was, is] = [blocksOf(before), blocksOf(after)];
  if ([...was, ...is].some((each) => !isTree(each))) {
    const isSame = was.length === is.length && was.every((each, index) => each === is[index]);
    if (!isSame) changes.push({ path, before, after, isUnknown: false });
    return;
  }
  const marks = blocksOf(unknown);
  const name = nameOf(path);
  const isAlone = !keyed(name) && was.length <= 1 && is.length <= 1;
  const beforeByKey = byKey(name, was);
  const afterByKey = byKey(name, is);
  for (const key of new Set([...beforeByKey.keys(), ...afterByKey.keys()])) {
    const index = afterByKey.get(key);
    const [one, other] = [was[beforeByKey.get(key) ?? -1], is[index ?? -1]];
    const at = isAlone ? path : [...path, key];
    if (one && other) collectFromBlocks(changes, at, one, other, index === undefined ? {} : marks[index]);
    else if (!isEmpty(one ?? other)) changes.push({ path: at, before: one, after: other, isUnknown: false });
  }
}

/** Blocks by their identifying attribute, else by their index. */
function byKey(name: string, blocks: readonly Attributes[]): Map<string, number> {
  const positions = new Map<string, number>();
  blocks.forEach((block, index) => {
    const named = name === 'library' ? textIn(block) : namedBy(KEYS[name] ?? [], block);
    const key = named === undefined || positions.has(named) ? String(index) : named;
    positions.set(key, index);
  });
  return positions;
}

function namedBy(attributes: readonly string[], block: Attributes): string | undefined {
  const values = attributes.map((attribute) => block[attribute]);
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

/** The first string within a block: the path of a library. */
function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (!isTree(value)) return undefined;
  for (const each of Object.values(value as object)) {
    const text = textIn(each);
    if (text !== undefined) return text;
  }
  return undefined;
}

function keyed(name: string): boolean {
  return name === 'library' || name in KEYS;
}

function nameOf(path: readonly string[]): string {
  return path.at(-1) as string;
}

function isTree(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function holdsTrue(value: unknown): boolean {
  return value === true || (isTree(value) && Object.values(value as object).some(holdsTrue));
}

function isWords(value: unknown): boolean {
  return isEmpty(value) || (Array.isArray(value) && value.every((each) => typeof each === 'string'));
}

function hasSameWords(before: unknown, after: unknown): boolean {
  const [was, is] = [new Set(wordsOf(before)), new Set(wordsOf(after))];
  return was.size === is.size && [...was].every((word) => is.has(word));
}

/** The strings of a list; empty if it is unset. */
export function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
