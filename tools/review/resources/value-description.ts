import { shorten } from '../../terminal/style';
import type { ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';

/** Characters of a value that are shown; what is longer is cut. */
const LONGEST = 60;

/** Changes of one resource that are shown. */
const MOST_CHANGES = 6;

/** Names of values that nobody should read in a review, whatever Terraform thinks of them. */
const SECRET = /secret|password|passphrase|token|private_key|access_key|jaas|credentials/i;

/** A value that only says where a secret is. */
const REFERENCE = /^\{\{secrets\/[^{}]+\}\}$/;

/** A change in a few words, without anything secret: `name: 'farm' → 'farm-renamed'`. */
export function describeChange(resource: ResourceChange, change: AttributeChange): string {
  const name = change.path.join('.');
  if (isText(change)) return `${name}: other text`;
  const [before, after] = [shownOf(resource, change, 'before'), shownOf(resource, change, 'after')];
  return `${name}: ${before} → ${after}`;
}

/** Several changes of a resource, the first of many. */
export function describeChanges(resource: ResourceChange, changes: readonly AttributeChange[]): string {
  const shown = changes.slice(0, MOST_CHANGES).map((change) => describeChange(resource, change));
  const more = changes.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** A value as a reviewer reads it; `nothing` for none. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (typeof value === 'string') return `'${shorten(value, LONGEST)}'`;
  return shorten(JSON.stringify(withoutEmpty(value)) ?? 'nothing', LONGEST);
}

function shownOf(resource: ResourceChange, change: AttributeChange, side: 'before' | 'after'): string {
  if (side === 'after' && change.isUnknown) return 'known after apply';
  const value = change[side];
  const isReference = typeof value === 'string' && REFERENCE.test(value);
  if (!isReference && value !== undefined && value !== null && isSecret(resource, change)) return '(secret)';
  return valueText(value);
}

function isSecret({ type, sensitive }: ResourceChange, { path }: AttributeChange): boolean {
  if (sensitive.includes(path[0] as string)) return true;
  return path.some((name) => SECRET.test(name)) || (type === 'secret' && path[0] === 'string_value');
}

/** Whether a value is a file, which nobody wants in a sentence. */
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

/** Names with commas and an `and` between them, the first few of many: `a`, `b` and 17 more. */
export function namesText(names: readonly string[], most = 5): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length > most + 1) return `${quoted.slice(0, most).join(', ')} and ${quoted.length - most} more`;
  return quoted.length <= 1
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) as string}`;
}
