import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { StateDirectory } from '../artefacts/state-directory';
import { synthesize } from '../artefacts/synthesis';
import { runCommand } from './command';
import { parseSynthOptions } from './synth-options';

/** Where the command runs. */
export interface SynthSurroundings {
  readonly state: StateDirectory;
  /** Takes the files that were written, and nothing else. */
  readonly standardOutput: Pick<NodeJS.WriteStream, 'write'>;
}

/** Runs `npm run synth` and resolves with its exit code. */
export async function synthCommand(
  commandLine: readonly string[],
  { state, standardOutput }: SynthSurroundings,
): Promise<number> {
  return runCommand(async ({ progress }) => {
    const options = parseSynthOptions(commandLine);
    if (typeof options === 'string') {
      standardOutput.write(`${options}\n`);
      return 0;
    }
    const { environments, output } = options;
    const activity = progress.begin(`Synthesizing ${environments.join(', ') || 'all environments'}`);
    try {
      const log = path.join(state.root, 'synth.log');
      await synthesize({ environments: environments.join(','), output: path.resolve(output), log });
    } finally {
      activity.dismiss();
    }
    for (const stack of writtenStacks(output)) standardOutput.write(`${stack}\n`);
    return 0;
  });
}

/** The Terraform of every stack of a directory. */
function writtenStacks(output: string): string[] {
  const { stacks } = JSON.parse(readFileSync(path.join(output, 'manifest.json'), 'utf8')) as {
    readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
  };
  return Object.values(stacks).map(({ synthesizedStackPath }) => path.join(output, synthesizedStackPath));
}
