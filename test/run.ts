import { resolve } from 'node:path';
import { readToolchain } from '../tools/setup/toolchain';
import { hasTests, parseArguments, type Request, USAGE } from './run/arguments';
import { changedFiles, testsAffectedBy } from './run/changed-tests';
import { EVERYTHING, QUICK, type Selection } from './run/selection';
import { stepsOf } from './run/steps';
import { runAndCount } from './run/test-run';

const PROJECT = resolve(__dirname, '..');

/** Runs the checks and tests that the command line chooses, and resolves with the exit code. */
async function run(commandLine: readonly string[]): Promise<number> {
  const request = parseArguments(commandLine);
  if (request === 'help') {
    console.log(USAGE);
    return 0;
  }
  const selection = selected(request);
  return runAndCount((directory) => stepsOf(selection, PROJECT, readToolchain(PROJECT), directory), {
    projectRoot: PROJECT,
    output: process.stdout,
  });
}

function selected({ parts, quick, changed, files }: Request): Selection {
  if (files.length > 0) {
    const [typescript, python] = ['.test.ts', '_test.py'].map((ending) =>
      files.filter((file) => hasTests(file, ending)),
    );
    return {
      checks: false,
      typescript: typescript?.length ? typescript : undefined,
      python: python?.length ? python : undefined,
    };
  }
  let { checks, typescript, python } = quick ? QUICK : EVERYTHING;
  if (changed) {
    const { selection, reasons } = testsAffectedBy(changedFiles(PROJECT), PROJECT);
    console.log(reasons.join('\n'));
    ({ checks, typescript, python } = selection);
  }
  return {
    checks: checks && parts.includes('checks'),
    typescript: parts.includes('typescript') ? typescript : undefined,
    python: parts.includes('python') ? python : undefined,
  };
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
