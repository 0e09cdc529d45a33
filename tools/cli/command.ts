import { Command } from 'commander';
import type { StateDirectory } from '../artefacts/state-directory';
import { Interruption, interruption } from '../process/interruption';
import { SupervisedProcess } from '../process/supervised-process';
import type { Toolchain } from '../setup/toolchain';
import { parseCommandLine, surplusProblems } from '../terminal/command-line';
import { Progress } from '../terminal/progress';
import type { Terminal } from '../terminal/style';
import { describeError, UserError } from '../terminal/user-error';

/** A stream for output. */
export type Output = Pick<NodeJS.WriteStream, 'write'> & Terminal;

/** Environment of a command. */
export interface Surroundings {
  /** State of earlier runs and of this one. */
  readonly state: StateDirectory;
  readonly projectRoot: string;
  readonly variables: NodeJS.ProcessEnv;
  /** The user's home directory, which contains the profiles of the Databricks CLI. */
  readonly home: string;
  /** Deployment directory, the same as for plain cdktf, so that both use the same state and providers. */
  readonly synthesizedTo: string;
  /** Receives only results; progress and problems go to standard error. */
  readonly output: Output;
  /** Python, Java and jars; the first call installs what is missing. */
  toolchain(): Promise<Toolchain>;
}

/** Environment and helpers of a running command. */
export interface RunningCommand extends Surroundings {
  readonly progress: Progress;
  /** Whether only results and problems are shown. */
  readonly quiet: boolean;

  /**
   * Waits for a promise, unless the user interrupts.
   *
   * @throws Interruption on Ctrl-C or a signal
   */
  interruptible<T>(task: Promise<T>): Promise<T>;
}

/** The words of a command line, sorted. */
export interface ParsedWords {
  /** Positional arguments, in order. */
  readonly operands: readonly string[];
  /** Option values by camel-case name. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A command of `medallion`. */
export interface CommandDefinition<Options> {
  readonly name: string;

  /** Adds description, arguments, options and examples; option parsers add their errors to `problems`. */
  define(command: Command, problems: string[]): Command;

  /** Converts the parsed words to options; invalid values are added to `problems`. */
  read(words: ParsedWords, problems: string[]): Options;

  /** Runs the command and resolves with the exit code. */
  run(options: Options, running: RunningCommand): Promise<number>;
}

// biome-ignore lint/suspicious/noExplicitAny: each command has different options.
export type AnyCommand = CommandDefinition<any>;

/** Entry of a command in the list; only the module of the requested command is loaded. */
export interface ListedCommand {
  readonly group: 'Run it on this machine' | 'Change it' | 'Deploy it' | 'More';
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<AnyCommand>;
}

/** Options that every command has. */
interface CommonValues {
  readonly quiet?: true;
}

/** A parsed command line: help text to show, or options to run with. */
export type Request<Options> =
  | { readonly help: string }
  | { readonly options: Options; readonly quiet: boolean };

/**
 * Parses the words after the name of a command.
 *
 * @throws UserError with all problems
 */
export function requestOf<Options>(
  definition: CommandDefinition<Options>,
  words: readonly string[],
): Request<Options> {
  const problems: string[] = [];
  const command = commanderOf(definition, problems);
  const parsed = parseCommandLine(command, words);
  if (parsed.help !== undefined) return { help: parsed.help };
  problems.push(...parsed.problems);
  const operands = command.args.filter((word) => !isOption(word));
  const places = command.registeredArguments;
  const taken = places.at(-1)?.variadic ? operands.length : places.length;
  const { quiet = false, ...values } = command.opts<CommonValues & Record<string, unknown>>();
  const options = definition.read({ operands: operands.slice(0, taken), values }, problems);
  problems.push(...surplusProblems(command, [...command.args.filter(isOption), ...operands.slice(taken)]));
  if (problems.length > 0) {
    throw new UserError(
      `${problems.join('\n')}\n  npx medallion ${definition.name} --help shows every option.`,
    );
  }
  return { options, quiet };
}

/** The Commander definition of a command. */
export function commanderOf<Options>(
  definition: CommandDefinition<Options>,
  problems: string[] = [],
): Command {
  const command = new Command(`npx medallion ${definition.name}`)
    .helpOption('-h, --help', 'show this')
    // Reported together with everything else, see requestOf.
    .allowExcessArguments()
    .allowUnknownOption();
  return definition
    .define(command, problems)
    .option('--quiet', 'show no progress, only results and problems');
}

/**
 * Runs a command and cleans up: user errors are shown as one message, interruptions stop everything that was started,
 * and progress is cleared.
 *
 * @returns the exit code of the command, 1 on an error, or that of the signal
 */
export async function runCommand<Options>(
  definition: CommandDefinition<Options>,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const progress = new Progress();
  let interrupted: Promise<never> | undefined;
  try {
    const request = requestOf(definition, words);
    if ('help' in request) {
      surroundings.output.write(`${request.help}\n`);
      return 0;
    }
    if (request.quiet) progress.silence();
    return await definition.run(request.options, {
      ...surroundings,
      progress,
      quiet: request.quiet,
      interruptible: (task) => {
        interrupted ??= interruption(() => progress.line('Stopping; Ctrl-C again kills.'));
        return Promise.race([task, interrupted]);
      },
    });
  } catch (error) {
    if (error instanceof Interruption) {
      SupervisedProcess.killAll();
      await SupervisedProcess.allEnded();
      return error.exitCode;
    }
    progress.problem(describeError(error));
    return 1;
  } finally {
    progress.close();
  }
}

/** Whether a word is an option; `-` alone is standard input, and SQL may begin with a comment. */
function isOption(word: string): boolean {
  return /^-\S+$/.test(word);
}
