/** The parts of a test run that can be chosen by name. */
export const PARTS = ['checks', 'typescript', 'python'] as const;

/** One part of a test run. */
export type Part = (typeof PARTS)[number];

export const USAGE = `Runs every check and test, and closes with one line: N passed, N failed.

  npm test                    everything
  npm test -- checks          types, format and lint of TypeScript and Python
  npm test -- typescript      the TypeScript tests (jest)
  npm test -- python          the Python tests (pytest)

Several parts can be named. The exit code is 0 when nothing failed, 1 when something did.`;

/** The parts that the command line names, none meaning all, or `help`. */
export function parseArguments(commandLine: readonly string[]): readonly Part[] | 'help' {
  if (commandLine.includes('--help') || commandLine.includes('-h')) return 'help';
  const unknown = commandLine.filter((argument) => !PARTS.includes(argument as Part));
  if (unknown.length > 0) {
    const values = unknown.map((argument) => `'${argument}'`).join(', ');
    throw new Error(
      `npm test does not know ${values}. Parts are ${PARTS.join(', ')}; see npm test -- --help.`,
    );
  }
  return commandLine as readonly Part[];
}
