import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../terminal/user-error';
import type { Attributes } from './deployment';

/** The synthesized stack of one environment: Terraform in JSON. */
export interface StackContent {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/**
 * Reads the stack of an environment from a synthesized directory: the output directory or the directory of one stack.
 *
 * @param environment name of the environment, required if there are several
 * @throws UserError if the directory does not contain the stack
 */
export function readStack(directory: string, environment?: string): StackContent {
  const manifest = path.join(directory, 'manifest.json');
  const own = path.join(directory, 'cdk.tf.json');
  if (!existsSync(manifest)) {
    if (existsSync(own)) return json(own) as StackContent;
    throw new UserError(
      existsSync(directory)
        ? `${directory} contains neither manifest.json nor cdk.tf.json, so it is not a synthesized stack. Create one with: npx medallion synth --output ${directory}`
        : `directory ${directory} does not exist.`,
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
      ? `${directory} has ${names.length === 0 ? 'no stack' : `the stacks ${names.join(', ')}. Select one, for example: npx medallion review ${only} --compare <old> <new>`}.`
      : `${directory} has no stack '${chosen}'. Its stacks: ${names.join(', ') || 'none'}.`,
  );
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
