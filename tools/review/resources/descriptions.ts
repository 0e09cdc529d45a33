import { shorten } from '../../terminal/style';
import type { ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';

/** The most characters shown of a value. */
const LONGEST = 60;

/** The most changes shown for one resource. */
const MOST_CHANGES = 6;

/** Attributes that are never shown, even if Terraform does not mark them as sensitive. */
const SECRET = /secret|password|passphrase|token|private_key|access_key|jaas|credentials/i;

/** A reference to a secret. */
const REFERENCE = /^(\{\{secrets\/[^{}]+\}\}|<secret:[^<>]+>)$/;

/** Display name of a resource: its name in the workspace, else its address. */
export function nameOf({ address, before, after }: ResourceChange): string {
  const { name, display_name: displayName, path } = before ?? after ?? {};
  const own = [name, displayName, path].find(
    (each): each is string => typeof each === 'string' && each !== '',
  );
  return `\`${own ?? address}\``;
}

/** Reason of a replacement: the attributes that cannot change in place, with their values. */
export function replacementText(resource: ResourceChange, changes: readonly AttributeChange[]): string {
  const known = new Set(changes.map(({ path }) => path[0]));
  const unknown = resource.replacePaths
    .map((path) => path.join('.'))
    .filter((path) => !known.has(path.split('.', 1)[0]));
  const parts = [...changes.map((change) => describeChange(resource, change)), ...unknown];
  if (parts.length > 0) return `It cannot be changed in place: ${parts.join('; ')}.`;
  return resource.reason === 'replace_by_triggers'
    ? 'The code recreates it together with a different resource.'
    : 'Terraform was told to recreate it.';
}

/** Reason of a deletion, as a sentence. */
export function reasonText({ reason }: ResourceChange): string {
  switch (reason) {
    case 'delete_because_no_resource_config':
      return 'It is no longer in the code.';
    case 'delete_because_no_module':
      return 'Its module is no longer in the code.';
    case 'delete_because_each_key':
    case 'delete_because_count_index':
    case 'delete_because_wrong_repetition':
      return 'This instance (count or for_each) is no longer in the code.';
    case 'delete_because_no_move_target':
      return 'It was moved to an address that does not exist in the code.';
    default:
      return 'The plan deletes it.';
  }
}

/** ID of a deployed resource for a command; a placeholder if it is unknown. */
export function idOf({ before, after }: ResourceChange, what: string): string {
  const id = before?.id ?? after?.id;
  return typeof id === 'string' && !id.includes('${') ? id : `<id of the ${what}>`;
}

/** Short description of a change without sensitive values: `name: 'farm' → 'farm-renamed'`. */
export function describeChange(resource: ResourceChange, change: AttributeChange): string {
  const name = change.path.join('.');
  if (isText(change)) return `${name}: text changed`;
  const [before, after] = [shownOf(resource, change, 'before'), shownOf(resource, change, 'after')];
  return `${name}: ${before} → ${after}`;
}

/** Short description of a resource's changes, limited to the first ones. */
export function describeChanges(resource: ResourceChange, changes: readonly AttributeChange[]): string {
  const shown = changes.slice(0, MOST_CHANGES).map((change) => describeChange(resource, change));
  const more = changes.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** A value as readable text; `unset` if it has none. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'unset';
  if (typeof value === 'string') return `'${shorten(value, LONGEST)}'`;
  return shorten(JSON.stringify(withoutEmpty(value)) ?? 'unset', LONGEST);
}

function shownOf(resource: ResourceChange, change: AttributeChange, side: 'before' | 'after'): string {
  if (side === 'after' && change.isUnknown) return 'known after apply';
  const value = change[side];
  if (typeof value === 'string' && value.includes('<secret:')) return valueText(withoutSecrets(value));
  const isReference = typeof value === 'string' && REFERENCE.test(value);
  if (!isReference && value !== undefined && value !== null && isSecret(resource, change)) return '(secret)';
  return valueText(value);
}

/** The options of a JAAS configuration, in which a secret is shown only as a reference. */
function withoutSecrets(text: string): string {
  return text
    .replace(/^\S+ required /, '')
    .replace(/([\w.]+)="([^"]*)"/g, (option, name, value) =>
      SECRET.test(name) && !REFERENCE.test(value) ? `${name}="(secret)"` : option,
    );
}

function isSecret({ type, sensitive }: ResourceChange, { path }: AttributeChange): boolean {
  if (sensitive.includes(path[0] as string)) return true;
  return path.some((name) => SECRET.test(name)) || (type === 'secret' && path[0] === 'string_value');
}

/** Whether a value is the content of a file. */
function isText({ path }: AttributeChange): boolean {
  return ['content_base64', 'serialized_dashboard', 'query_text'].includes(path.at(-1) as string);
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([name, each]) =>
      !SECRET.test(name) && each !== null && each !== '' && !(Array.isArray(each) && each.length === 0),
  );
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutEmpty(each)]));
}
