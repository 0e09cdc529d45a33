import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Command, CommanderError, Option } from 'commander';
import { findArtefacts } from '../artefacts/artefacts';
import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { readToolchain, sparkEnvironment } from '../setup/toolchain';
import { describeError, UserError } from '../terminal/user-error';

const EXAMPLE = 'npm run query -- "SELECT * FROM gold_daily_user_metrics LIMIT 5"';

/** Answers a query from the local tables; resolves with the exit code. */
async function query(commandLine: readonly string[]): Promise<number> {
  const command = new Command('npm run query --')
    .argument(
      '[sql...]',
      "one statement over datasets by their names, and event_log; '-' reads it from standard input",
    )
    .addOption(
      new Option('--format <format>', 'how the answer is written')
        .choices(['table', 'csv', 'json'])
        .default('table'),
    )
    .description('Answers from the tables of the last npm start; standard output has nothing but the answer.')
    .addHelpText('after', `\nExample:\n  ${EXAMPLE}`)
    .exitOverride();
  command.parse(commandLine, { from: 'user' });
  const given = command.args.join(' ');
  const sql = (given === '-' ? await text(process.stdin) : given).trim();
  if (sql === '') throw new UserError(`There is no SQL to answer. For example:\n  ${EXAMPLE}`);
  const state = new StateDirectory();
  const artefacts = findArtefacts(state.synthesized);
  if (artefacts === undefined || !existsSync(state.warehouse) || readdirSync(state.warehouse).length === 0) {
    throw new UserError(`There are no tables in ${state.display(state.warehouse)} yet: run npm start first.`);
  }
  const toolchain = readToolchain(PROJECT_ROOT);
  const { format } = command.opts<{ format: string }>();
  const answering = spawn(
    toolchain.python,
    [
      '-m',
      'tools.local.runtime.query',
      '--state',
      state.root,
      '--artefacts',
      artefacts,
      '--format',
      format,
      sql,
    ],
    { cwd: PROJECT_ROOT, env: sparkEnvironment(toolchain), stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = (await once(answering, 'exit')) as [number | null];
  return code ?? 1;
}

query(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Commander has said already what is wrong, or has shown its help.
    if (error instanceof CommanderError) process.exitCode = error.exitCode;
    else {
      process.stderr.write(`${describeError(error)}\n`);
      process.exitCode = 1;
    }
  },
);
