import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readToolchain } from '../local/toolchain/toolchain';
import { PARTS, parseArguments, USAGE } from './run/arguments';
import { InterleavedOutput } from './run/interleaved-output';
import { runSteps } from './run/step';
import { stepsOf } from './run/steps';

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
    const results = await runSteps(wanted, projectRoot, new InterleavedOutput(process.stdout));
    const passed = results.reduce((sum, result) => sum + result.passed, 0);
    const failed = results.reduce((sum, result) => sum + result.failed, 0);
    console.log(`\n${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
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
