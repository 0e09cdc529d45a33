import { Command, Option } from 'commander';
import type { FullRefresh } from '../local/runtime-process';
import { SIMULATION_DEFAULTS } from '../local/simulation/simulated-recording';
import { parseCommandLine, surplusProblems } from '../terminal/command-line';
import { UserError } from '../terminal/user-error';

/** What `npm start` was asked to do. */
export interface StartOptions {
  /** Directory of a recording to replay instead of simulating. */
  readonly events?: string;
  readonly users?: number;
  readonly days?: number;
  readonly seed?: number;
  readonly fullRefresh: FullRefresh;
  readonly clean: boolean;
  readonly watch: boolean;
}

/** What commander makes of the command line. */
type CommandLine = Partial<Omit<StartOptions, 'fullRefresh'>> & { readonly fullRefresh?: FullRefresh | true };

/** Options that only a simulation knows. */
const OF_THE_SIMULATION = ['users', 'days', 'seed'] as const;

const LARGEST_SEED = 2 ** 32 - 1;
const ALL = 'all';

const EXAMPLES = `
Examples:
  npm start                                       simulate a week and run the pipeline on it; again: the next week
  npm start -- --users 1000 --days 30 --clean     a bigger service, from its launch
  npm start -- --events recordings/november       replay DIR/<topic>_events.jsonl, one JSON message a line
  npm start -- --days 0 --full-refresh gold_daily_user_metrics
                                                  no new events, one table computed from the beginning
  npm run query -- "SELECT * FROM gold_daily_user_metrics LIMIT 5"

Ctrl-C stops everything; the next run goes on where this one was.`;

/**
 * Reads the command line.
 *
 * @returns the options, or the text to show instead of running
 * @throws UserError that names everything wrong with the command line, at once
 */
export function parseOptions(commandLine: readonly string[]): StartOptions | string {
  const problems: string[] = [];
  const command = createCommand(problems);
  const parsed = parseCommandLine(command, commandLine);
  if (parsed.help !== undefined) return parsed.help;
  problems.push(...parsed.problems);
  const { fullRefresh = [], clean = false, watch = false, ...others } = command.opts<CommandLine>();
  const options = { ...others, fullRefresh: fullRefresh === true ? ALL : fullRefresh, clean, watch } as const;
  problems.push(...contradictions(options), ...surplusProblems(command));
  if (problems.length > 0) {
    throw new UserError(`${problems.join('\n')}\n  npm start -- --help shows every option.`);
  }
  return options;
}

function createCommand(problems: string[]): Command {
  const { users, days, seed } = SIMULATION_DEFAULTS;
  return (
    new Command('npm start --')
      .usage('[options]')
      .description(
        'Runs the generated notebooks on this machine: Kafka, Spark and Delta, with simulated or recorded events.',
      )
      // Both are reported together with everything else, see surplusProblems.
      .allowExcessArguments()
      .allowUnknownOption()
      .addOption(new Option('--events <dir>', 'replay the recording in a directory instead of simulating'))
      .addOption(
        new Option(
          '--users <n>',
          `users at the launch of the simulated service (at first ${users}, then as before)`,
        ).argParser(wholeNumber(problems, '--users', 1, 20_000)),
      )
      .addOption(
        new Option('--days <n>', `further days to simulate, 0 for none (${days} unless said)`).argParser(
          wholeNumber(problems, '--days', 0, 10_000),
        ),
      )
      .addOption(
        new Option(
          '--seed <n>',
          `another seed, another history (at first ${seed}, then as before)`,
        ).argParser(wholeNumber(problems, '--seed', 0, LARGEST_SEED)),
      )
      .addOption(
        new Option(
          '--full-refresh [dataset,...]',
          'compute these datasets from the beginning, and what depends on them; without names: all',
        ).argParser(names(problems)),
      )
      .option('--clean', 'first remove everything earlier runs left, but for the toolchain')
      .option('--watch', 'then stay, and update whenever a notebook function or a construct is saved')
      .helpOption('--help', 'show this')
      .addHelpText('after', EXAMPLES)
  );
}

function wholeNumber(problems: string[], option: string, least: number, most: number) {
  return (text: string): number | undefined => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    problems.push(`${option} ${text}: takes a whole number from ${least} to ${most.toLocaleString('en')}.`);
    return undefined;
  };
}

function names(problems: string[]) {
  return (text: string): FullRefresh => {
    if (text === ALL) return ALL;
    const datasets = text.split(',').map((name) => name.trim());
    if (datasets.includes('')) {
      problems.push(
        `--full-refresh ${text}: takes names of datasets with commas and no spaces between them.`,
      );
    }
    return datasets;
  };
}

function contradictions(options: Partial<StartOptions>): string[] {
  if (options.events === undefined) return [];
  return OF_THE_SIMULATION.filter((name) => options[name] !== undefined).map(
    (name) => `--${name} is for a simulation, but --events replays a recording: leave one of the two out.`,
  );
}
