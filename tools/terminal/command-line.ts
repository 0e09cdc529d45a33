import { type Command, CommanderError, Help } from 'commander';
import { didYouMean } from './suggestion';

const [LEAST_HELP_WIDTH, MOST_HELP_WIDTH] = [60, 110];

/** What a command line came to. */
export interface ParsedCommandLine {
  /** The text to show instead of running, if that was asked for. */
  readonly help?: string;
  /** What Commander finds wrong, one sentence each. */
  readonly problems: string[];
}

/** Has a command read the words after its name; nothing is printed, and nothing ends the process. */
export function parseCommandLine(command: Command, commandLine: readonly string[]): ParsedCommandLine {
  let help = '';
  command.exitOverride().configureOutput({
    writeOut: (text) => {
      help += text;
    },
    writeErr: () => undefined,
    getOutHelpWidth: helpWidth,
  });
  try {
    command.parse(commandLine, { from: 'user' });
    return { problems: [] };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0
      ? { help: wrapped(help.trimEnd()), problems: [] }
      : { problems: [sentence(error.message)] };
  }
}

function helpWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? MOST_HELP_WIDTH, LEAST_HELP_WIDTH), MOST_HELP_WIDTH);
}

/** Prose as wide as the terminal; Commander wraps only its own lists, and examples are to be pasted. */
function wrapped(help: string): string {
  const formatter = new Help();
  return help
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : formatter.boxWrap(line, helpWidth())))
    .join('\n');
}

/** What is wrong with the words of a command line that `command` has no place for, one sentence each. */
export function surplusProblems(command: Command, words: readonly string[] = command.args): string[] {
  const known = command.options.map(({ long }) => long ?? '');
  return words.map((word) =>
    word.startsWith('-')
      ? `There is no option ${word}.${didYouMean(word, known)}`
      : command.registeredArguments.length > 0
        ? `'${word}' is one argument too many.`
        : `'${word}' belongs to no option.`,
  );
}

/** Commander's message in the form of all others: the option, its value, and what it takes. */
function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/^option '(?:-\w, )?(--[\w-]+)[^']*' argument '(.*?)' is invalid\. /, '$1 $2: ')
    .replace(/^option '(?:-\w, )?(--[\w-]+)[^']*' argument missing$/, '$1 needs a value.');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') || text.endsWith('?)') ? '' : '.'}`;
}
