import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { synthesize } from '../artefacts/synthesis';
import { UserError } from '../terminal/user-error';
import type { CommandDefinition } from './command';

/** Options of `medallion synth`. */
export interface SynthOptions {
  /** Names of environments; empty for all. */
  readonly environments: readonly string[];
  /** Output directory. @default - cdktf.out in the project */
  readonly output?: string;
  readonly format: 'text' | 'json';
}

const NOTES = `
Needs no network and no credentials. The same input gives the same bytes on every machine.

Exit status: 0 if everything was written; 1 if there is a problem, and then nothing was.

Examples:
  npx medallion synth
  npx medallion synth prod --output /tmp/after`;

export const synth: CommandDefinition<SynthOptions> = {
  name: 'synth',

  define: (command) =>
    command
      .description('Writes the files to deploy: Terraform in JSON, the notebooks and the lineage manifest.')
      .argument('[environment...]', 'names of environments: files of environments/ (default: all)')
      .option('--output <directory>', 'where to write (default: cdktf.out in the project)')
      .addOption(
        new Option('--format <format>', 'format of the list of written files')
          .choices(['text', 'json'])
          .default('text'),
      )
      .addHelpText('after', NOTES),

  read({ operands, values }) {
    return { ...(values as Pick<SynthOptions, 'output' | 'format'>), environments: operands };
  },

  async run(
    { environments, output: chosen, format },
    { state, synthesizedTo, output, progress, interruptible },
  ) {
    const directory = chosen ?? path.relative(process.cwd(), synthesizedTo);
    requireDirectory(path.resolve(directory));
    const activity = progress.begin(`Synthesizing ${environments.join(', ') || 'all environments'}`);
    try {
      const log = path.join(state.root, 'synth.log');
      const synthesis = { environments: environments.join(','), output: path.resolve(directory), log };
      await interruptible(synthesize(synthesis));
    } finally {
      activity.dismiss();
    }
    const stacks = writtenStacks(directory);
    output.write(
      format === 'json'
        ? `${JSON.stringify(stacks, undefined, 2)}\n`
        : Object.values(stacks)
            .map((file) => `${file}\n`)
            .join(''),
    );
    return 0;
  },
};

/** Fail unless the path is a directory or can become one. */
function requireDirectory(directory: string): void {
  if (!existsSync(directory)) requireDirectory(path.dirname(directory));
  else if (!statSync(directory).isDirectory()) {
    throw new UserError(`--output: ${directory} is not a directory. Name a directory to write to.`);
  }
}

/** The Terraform files of all stacks in a directory, by stack name. */
function writtenStacks(directory: string): Record<string, string> {
  const { stacks } = JSON.parse(readFileSync(path.join(directory, 'manifest.json'), 'utf8')) as {
    readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
  };
  return Object.fromEntries(
    Object.entries(stacks).map(([name, { synthesizedStackPath }]) => [
      name,
      path.join(directory, synthesizedStackPath),
    ]),
  );
}
