import path from 'node:path';
import { PROJECT_ROOT, StateDirectory } from '../../../tools/artefacts/state-directory';
import { type CommandDefinition, requestOf, runCommand, type Surroundings } from '../../../tools/cli/command';
import { readToolchain } from '../../../tools/setup/toolchain';
import { temporaryDirectory } from './temporary-directory';

/** What the words after the name of a command ask for: its options, or the help to show. */
export function requested<Options>(
  definition: CommandDefinition<Options>,
  words: readonly string[],
): Options | string {
  const request = requestOf(definition, words);
  return 'help' in request ? request.help : request.options;
}

/** Surroundings on a directory of their own: what a command writes there, and nothing of the user's. */
export function surroundingsOf(changes: Partial<Surroundings> = {}): Surroundings {
  const directory = temporaryDirectory();
  return {
    state: new StateDirectory(path.join(directory, 'state')),
    projectRoot: PROJECT_ROOT,
    variables: {},
    home: directory,
    synthesizedTo: path.join(directory, 'output'),
    output: { write: () => true },
    toolchain: async () => readToolchain(),
    ...changes,
  };
}

/** Runs a command in this process; returns its exit code and what it writes to both streams. */
export async function commandRun<Options>(
  definition: CommandDefinition<Options>,
  words: readonly string[],
  changes: Partial<Surroundings> = {},
): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  let [output, errors] = ['', ''];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += text;
    return true;
  });
  const write = (text: string | Uint8Array) => {
    output += text;
    return true;
  };
  try {
    const code = await runCommand(definition, words, surroundingsOf({ output: { write }, ...changes }));
    return { code, output, errors };
  } finally {
    spy.mockRestore();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  }
}
