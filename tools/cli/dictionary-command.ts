import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { readLineageManifest } from '../artefacts/lineage-manifest';
import { StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import { DICTIONARY_FILE, dataDictionary } from '../dictionary/data-dictionary';
import { parseCommandLine } from '../terminal/command-line';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { runCommand } from './command';

/** Where the command runs. */
export interface DictionarySurroundings {
  readonly state: StateDirectory;
  /** Holds the page. */
  readonly projectRoot: string;
  /** Takes a line that says what has been done. */
  readonly output: Pick<NodeJS.WriteStream, 'write'>;
}

/** Runs `npm run dictionary` and resolves with its exit code. */
export async function dictionaryCommand(
  commandLine: readonly string[],
  { state, projectRoot, output }: DictionarySurroundings,
): Promise<number> {
  return runCommand(async ({ progress, interruptible }) => {
    const help = helpOf(commandLine);
    if (help !== undefined) {
      output.write(`${help}\n`);
      return 0;
    }
    const page = await interruptible(presentPage(state, progress));
    progress.close();
    output.write(`${DICTIONARY_FILE} ${written(path.join(projectRoot, DICTIONARY_FILE), page)}.\n`);
    return 0;
  });
}

function helpOf(commandLine: readonly string[]): string | undefined {
  const command = new Command('npm run dictionary --')
    .usage('[options]')
    .description(
      `Writes ${DICTIONARY_FILE}: every dataset with its columns, rules and lineage, as constructs have it now.`,
    )
    .helpOption('--help', 'show this');
  const { help, problems } = parseCommandLine(command, commandLine);
  if (problems.length > 0) {
    throw new UserError(`${problems.join('\n')}\n  npm run dictionary takes no options but --help.`);
  }
  return help;
}

async function presentPage(state: StateDirectory, progress: Progress): Promise<string> {
  // Not where npm start synthesizes: it may be running.
  const own = new StateDirectory(path.join(state.root, 'dictionary'));
  const activity = progress.begin('Synthesizing the pipeline');
  try {
    const { directory } = await synthesizeArtefacts(own);
    return dataDictionary(readLineageManifest(directory));
  } finally {
    activity.dismiss();
  }
}

/** Writes a page and says what came of it. */
function written(file: string, page: string): string {
  if (existsSync(file) && readFileSync(file, 'utf8') === page) return 'is as it should be';
  writeFileSync(file, page);
  return 'is written';
}
