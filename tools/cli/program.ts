import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { readToolchain } from '../setup/toolchain';
import { didYouMean } from '../terminal/suggestion';
import { describeError, UserError } from '../terminal/user-error';
import { commanderOf, runCommand, type Surroundings } from './command';
import { COMMANDS, loadCommand } from './commands';

const NOTES = `Examples:
  npx medallion start --users 50 --days 3
  npx medallion lineage gold_daily_user_metrics
  npx medallion review prod

npx medallion <command> --help shows the options of a command, --version the version.`;

/** Runs `medallion` with the words of a command line and resolves with the exit code. */
export async function medallion(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const [name = '--help', ...others] = words;
  if (name === '--help' || name === '-h' || name === 'help') {
    if (others[0] !== undefined) return medallion([others[0], '--help'], surroundings);
    surroundings.output.write(`${overview()}\n`);
    return 0;
  }
  if (name === '--version') {
    surroundings.output.write(`${versionOf(surroundings.projectRoot)}\n`);
    return 0;
  }
  try {
    requireCommand(name);
    const command = await loadCommand(name);
    requireNothingSwallowed(name, commanderOf(command).options, surroundings.variables);
    return await runCommand(command, others, surroundings);
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    return 1;
  }
}

/** Runs the command line of this process and ends it. */
export function runProgram(prepareToolchain: (projectRoot: string) => Promise<void>): void {
  const surroundings: Surroundings = {
    get state() {
      return new StateDirectory();
    },
    projectRoot: PROJECT_ROOT,
    variables: process.env,
    home: homedir(),
    synthesizedTo: path.join(PROJECT_ROOT, 'cdktf.out'),
    output: process.stdout,
    async toolchain() {
      await prepareToolchain(PROJECT_ROOT);
      return readToolchain(PROJECT_ROOT);
    },
  };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has enough, such as head, is no problem.
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`The output could not be written (${error.code}).\n`);
    process.exit(1);
  });
  void medallion(process.argv.slice(2), surroundings).then((code) => {
    process.exitCode = code;
    // File watchers would keep the process alive; flush standard output first.
    process.stdout.write('', () => setImmediate(() => process.exit(code)));
  });
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.flatMap(({ group, name, summary }, index) => [
    ...(COMMANDS[index - 1]?.group === group ? [] : ['', `${group}:`]),
    `  ${name.padEnd(width)}  ${summary}`,
  ]);
  return [
    'Usage: npx medallion <command> [options]',
    '',
    'Runs, reviews and deploys the music streaming medallion platform.',
    ...lines,
    '',
    NOTES,
  ].join('\n');
}

function versionOf(projectRoot: string): string {
  const file = path.join(projectRoot, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

function requireCommand(name: string): void {
  const known = COMMANDS.map((command) => command.name);
  if (known.includes(name)) return;
  throw new UserError(
    `Command '${name}' does not exist.${didYouMean(name.toLowerCase(), known)}\n  Run npx medallion --help for the list of commands.`,
  );
}

/**
 * npm consumes options after a script's name, so `npm start --clean` would run without `--clean`; npm stores them in
 * environment variables.
 *
 * @throws UserError with the correct command
 */
function requireNothingSwallowed(
  name: string,
  options: readonly { readonly long?: string }[],
  variables: NodeJS.ProcessEnv,
): void {
  // --quiet is also an npm option.
  if (variables.npm_lifecycle_event !== name) return;
  const swallowed = options
    .map(({ long = '' }) => long)
    .filter((long) => long !== '--quiet' && variables[`npm_config_${long.slice(2).replaceAll('-', '_')}`]);
  if (swallowed.length === 0) return;
  throw new UserError(
    `npm consumed ${swallowed.join(', ')} as its own options. Use instead: npx medallion ${name} ${swallowed.join(' ')} …`,
  );
}
