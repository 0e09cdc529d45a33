import { Command } from 'commander';
import type { StateDirectory } from '../artefacts/state-directory';
import { Interruption, interruption } from '../process/interruption';
import { SupervisedProcess } from '../process/supervised-process';
import type { Toolchain } from '../setup/toolchain';
import { parseCommandLine, surplusProblems } from '../terminal/command-line';
import { Progress } from '../terminal/progress';
import type { Terminal } from '../terminal/style';
import { describeError, UserError } from '../terminal/user-error';

/** A stream that an answer is written to. */
export type Output = Pick<NodeJS.WriteStream, 'write'> & Terminal;

/** Where a command runs. */
export interface Surroundings {
  /** What earlier runs left, and this one leaves. */
  readonly state: StateDirectory;
  readonly projectRoot: string;
  readonly variables: NodeJS.ProcessEnv;
  /** The user's home directory, where the Databricks CLI keeps its profiles. */
  readonly home: string;
  /** Directory that is deployed from: where plain cdktf has it, so that both find the same state and providers. */
  readonly synthesizedTo: string;
  /** Takes the answer and nothing else; progress and problems go to standard error. */
  readonly output: Output;
  /** Python, Java and jars; the first call installs what is missing. */
  toolchain(): Promise<Toolchain>;
}

/** A command that runs, and what it runs with. */
export interface RunningCommand extends Surroundings {
  readonly progress: Progress;
  /** Whether only results and problems are shown. */
  readonly quiet: boolean;

  /**
   * Waits for something that takes long.
   *
   * @throws Interruption if somebody interrupts it
   */
  interruptible<T>(task: Promise<T>): Promise<T>;
}

/** The words of a command line, sorted. */
export interface ParsedWords {
  /** What belongs to arguments, in order. */
  readonly operands: readonly string[];
  /** Values of options by their names in camel case. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** One of the commands of `medallion`. */
export interface CommandDefinition<Options> {
  readonly name: string;

  /** Adds description, arguments, options and examples; what an option's parser finds wrong is added to `problems`. */
  define(command: Command, problems: string[]): Command;

  /** What the words ask for; everything wrong with them is added to `problems`. */
  read(words: ParsedWords, problems: string[]): Options;

  /** Does it and resolves with the exit code. */
  run(options: Options, running: RunningCommand): Promise<number>;
}

// biome-ignore lint/suspicious/noExplicitAny: each command has options of its own.
export type AnyCommand = CommandDefinition<any>;

/** A command in the list: what it is for, and where it is. Only the one that runs is loaded. */
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

/** What a command line asks for: text to show, or to run with these options. */
export type Request<Options> =
  | { readonly help: string }
  | { readonly options: Options; readonly quiet: boolean };

/**
 * Reads the words after the name of a command.
 *
 * @throws UserError that names everything wrong with them, at once
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

/** The command as Commander knows it. */
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
 * Runs a command to its end: a user's mistake is one message, an interruption ends whatever was started, and nothing is
 * shown as running any more.
 *
 * @returns the exit code: the command's own, 1 if anything goes wrong, or that of the signal
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

/** A word that names an option; `-` alone is standard input, and SQL may begin with a comment. */
function isOption(word: string): boolean {
  return /^-\S+$/.test(word);
}
