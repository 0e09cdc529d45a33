import type { TerraformStack } from 'cdktf';
import { findCredentials, isPlaceholder, namesCredential } from './credential-patterns';

/** A text that a stack would write. */
interface WrittenText {
  /** Path of the construct that it comes from, below the stack; the stack's id if it is of no construct. */
  readonly construct: string;

  /** Keys that lead to it. */
  readonly keys: readonly string[];

  readonly text: string;
}

/**
 * Credentials that would be written in plain text: into the output and the state of Terraform, and from there into
 * the workspace for everybody to read.
 *
 * @returns a line for each, with the path of the construct and without the credential
 */
export function plaintextSecretProblems(stack: TerraformStack): string[] {
  return writtenTexts(stack.toTerraform(), stack).flatMap((written) => {
    const fix = ['provider', 'terraform'].includes(written.keys[0] ?? '')
      ? 'Leave it out: it is read from environment variables or a profile.'
      : "Put it into a secret scope and refer to it as '{{secrets/<scope>/<key>}}'.";
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
    return `has ${what} in plain text, in line ${line} of the file: ${excerpt}`;
  });
}

/** Every text at and below `value`. */
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

/** The keys below the resource: its type and id are in the path of the construct already. */
function attributeOf({ keys }: WrittenText): string {
  return (['resource', 'data'].includes(keys[0] ?? '') ? keys.slice(3) : keys).join('.');
}
