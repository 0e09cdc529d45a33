import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../terminal/user-error';
import type { Attributes } from './deployment';

/** What synthesis wrote for one environment: Terraform in JSON. */
export interface StackContent {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/**
 * Reads the stack of an environment from a directory that synthesis wrote: the one with all stacks, or that of the
 * stack itself.
 *
 * @param environment which, if there are several
 * @throws UserError that says what is missing in the directory
 */
export function readStack(directory: string, environment?: string): StackContent {
  const manifest = path.join(directory, 'manifest.json');
  const own = path.join(directory, 'cdk.tf.json');
  if (!existsSync(manifest)) {
    if (existsSync(own)) return json(own) as StackContent;
    throw new UserError(
      existsSync(directory)
        ? `${directory} has neither a manifest.json nor a cdk.tf.json: synthesis did not write it. Write one with: npx medallion synth --output ${directory}`
        : `there is no directory ${directory}.`,
    );
  }
  const { stacks = {} } = json(manifest) as { stacks?: Record<string, { synthesizedStackPath: string }> };
  const names = Object.keys(stacks);
  const [only, ...others] = names;
  const chosen = environment ?? (others.length === 0 ? only : undefined);
  const stack = chosen === undefined ? undefined : stacks[chosen];
  if (stack) return json(path.join(directory, stack.synthesizedStackPath)) as StackContent;
  throw new UserError(
    chosen === undefined
      ? `${directory} has ${names.length === 0 ? 'no stack' : `the stacks ${names.join(', ')}. Say which, as in: npx medallion review ${only} --compare <old> <new>`}.`
      : `${directory} has no stack '${chosen}', but ${names.join(', ') || 'none at all'}.`,
  );
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
