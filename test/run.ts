import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readToolchain } from '../local/toolchain/toolchain';
import { PARTS, parseArguments, USAGE } from './run/arguments';
import { stepsOf } from './run/steps';
import { runAndCount } from './run/test-run';

/** Runs every check and test, prints `N passed, N failed` last, and resolves with the exit code. */
async function run(commandLine: readonly string[]): Promise<number> {
  const chosen = parseArguments(commandLine);
  if (chosen === 'help') {
    console.log(USAGE);
    return 0;
  }
  const projectRoot = resolve(__dirname, '..');
  const reports = mkdtempSync(join(tmpdir(), 'music-streaming-tests-'));
  try {
    const steps = stepsOf(projectRoot, readToolchain(projectRoot), reports);
    const wanted = steps.filter((step) => (chosen.length > 0 ? chosen : PARTS).includes(step.part));
    return await runAndCount(wanted, projectRoot, process.stdout);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
