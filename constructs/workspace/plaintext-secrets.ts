import type { TerraformStack } from 'cdktf';
import { findCredentials, isPlaceholder, namesCredential } from './credential-patterns';

/** A string in the rendered stack. */
interface WrittenText {
  /** Path of its construct, relative to the stack; the stack id if it belongs to no construct. */
  readonly construct: string;

  /** Keys that lead to the string. */
  readonly keys: readonly string[];

  readonly text: string;
}

/**
 * Find credentials that would be written in plain text to the output and Terraform state, and from there to the
 * workspace, where anyone can read them.
 *
 * @returns one line per credential, with the path of the construct and without the credential itself
 */
export function plaintextSecretProblems(stack: TerraformStack): string[] {
  return writtenTexts(stack.toTerraform(), stack).flatMap((written) => {
    const fix = ['provider', 'terraform'].includes(written.keys[0] ?? '')
      ? 'Remove it: credentials come from environment variables or a profile.'
      : 'Store it in a secret scope, and read it with dbutils.secrets.get.';
    return foundIn(written).map((found) => `${written.construct}: ${attributeOf(written)} ${found}. ${fix}`);
  });
}

function foundIn(written: WrittenText): string[] {
  const { keys, text } = written;
  const name = keys.at(-1) ?? '';
  const isCredential =
    namesCredential(name) || (keys.includes('databricks_secret') && name === 'string_value');
  if (isCredential && text !== '' && !isPlaceholder(text)) return ['is a credential in plain text'];
  if (name !== 'content_base64') {
    return findCredentials(text, 'value').map(({ what, excerpt }) => `has ${what} in plain text: ${excerpt}`);
  }
  const code = Buffer.from(text, 'base64').toString();
  return findCredentials(code, 'code').map(({ what, excerpt, index }) => {
    const line = code.slice(0, index).split('\n').length;
    return `has ${what} in plain text on line ${line} of the file: ${excerpt}`;
  });
}

/** Return every string in `value`. */
function writtenTexts(
  value: unknown,
  stack: TerraformStack,
  construct = stack.node.id,
  keys: readonly string[] = [],
): WrittenText[] {
  if (typeof value === 'string') return [{ construct, keys, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const { '//': origin, ...attributes } = value as Record<string, unknown>;
  const path = (origin as { metadata?: { path?: string } } | undefined)?.metadata?.path;
  const owner = path?.slice(stack.node.path.length + 1) ?? construct;
  return Object.entries(attributes).flatMap(([key, each]) =>
    writtenTexts(each, stack, owner, [...keys, key]),
  );
}

/** Return the keys below the resource, whose type and id are already part of the construct path. */
function attributeOf({ keys }: WrittenText): string {
  return (['resource', 'data'].includes(keys[0] ?? '') ? keys.slice(3) : keys).join('.');
}
