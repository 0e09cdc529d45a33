import { existsSync, readdirSync, statSync } from 'node:fs';

/** The parts of a test run that can be chosen by name. */
export const PARTS = ['checks', 'typescript', 'python'] as const;

export type Part = (typeof PARTS)[number];

/** What the command line asks for. */
export interface Request {
  readonly parts: readonly Part[];
  /** Whether only fast tests run. */
  readonly quick: boolean;
  /** Whether only tests run that a change since `main` can affect. */
  readonly changed: boolean;
  /** Files and directories of tests; none: all that are chosen otherwise. */
  readonly files: readonly string[];
}

export const USAGE = `Runs every check and test, and closes with one line: N passed, N failed, and N skipped if there are any.

  npm test                    everything
  npm test -- quick           checks, TypeScript tests that start no broker and no browser, and tests of transforms
  npm test -- --changed       what a change since main can affect, uncommitted changes included
  npm test FILE…              tests of these files or directories, such as test/notebooks/gold/daily_activity_test.py
  npm test -- checks          types, format and lint of TypeScript and Python
  npm test -- typescript      the TypeScript tests (jest)
  npm test -- python          the Python tests (pytest)

Parts can be combined with each other, and with quick or --changed. The exit code is 0 when nothing failed, 1 when
something did, and 130 after Ctrl-C. Tests that need Terraform are skipped without terraform or tofu on the PATH,
unless CI=true.`;

/** @throws Error that names unknown arguments */
export function parseArguments(commandLine: readonly string[]): Request | 'help' {
  if (commandLine.includes('--help') || commandLine.includes('-h')) return 'help';
  const isPart = (argument: string): argument is Part => PARTS.includes(argument as Part);
  const others = commandLine.filter((each) => !isPart(each) && each !== 'quick' && each !== '--changed');
  // pytest names one test of a file as FILE::TEST.
  const isFile = (each: string) => existsSync(each.split('::', 1)[0] ?? '');
  const files = others.filter(isFile);
  const unknown = others.filter((each) => !isFile(each));
  if (unknown.length > 0) {
    throw new Error(
      `npm test does not know ${unknown.map((each) => `'${each}'`).join(', ')}. It takes ${[...PARTS, 'quick', '--changed'].join(', ')} and files of tests; see npm test -- --help.`,
    );
  }
  if (commandLine.includes('quick') && commandLine.includes('--changed')) {
    throw new Error('quick and --changed each choose the tests: leave one of them out.');
  }
  const parts = commandLine.filter(isPart);
  return {
    parts: parts.length > 0 ? parts : PARTS,
    quick: commandLine.includes('quick'),
    changed: commandLine.includes('--changed'),
    files,
  };
}

/** Whether a file or directory has tests with this ending, `.test.ts` or `_test.py`. */
export function hasTests(place: string, ending: string): boolean {
  const file = place.split('::', 1)[0] ?? '';
  if (!statSync(file).isDirectory()) return file.endsWith(ending);
  return readdirSync(file, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith(ending));
}
