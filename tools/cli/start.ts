import { setTimeout as sleep } from 'node:timers/promises';
import { Option } from 'commander';
import type { StateDirectory } from '../artefacts/state-directory';
import { Platform, type PlatformProps } from '../local/platform';
import type { FullRefresh } from '../local/runtime-process';
import { SIMULATION_DEFAULTS } from '../local/simulation/simulated-recording';
import { ExclusiveLock } from '../process/exclusive-lock';
import { Interruption } from '../process/interruption';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { checkOptions } from './checked-options';
import type { CommandDefinition, ParsedWords, RunningCommand } from './command';
import { reportAfterRun } from './report-after-run';
import { run } from './run';
import type { StartOptions } from './start-options';
import { renderNextSteps } from './steps-after-start';
import { resultsOf, showUpdates } from './update-result';
import { watchSources } from './watch';

/** Options of the simulation. */
const OF_THE_SIMULATION = ['users', 'days', 'seed'] as const;

/** Supervised processes of a command that was killed are gone after this time, see supervisor.sh. */
const SUPERVISOR_PATIENCE = 3000;

const LARGEST_SEED = 2 ** 32 - 1;
const ALL = 'all';

const NOTES = `
Ctrl-C stops everything; the next run continues from there.

Exit status: 0 if every update completes, 1 if not.

Examples:
  npm start                                            simulate a week and run the pipeline; again: the next week
  npx medallion start --users 1000 --days 30 --clean   a larger service, from its launch
  npx medallion start --events recordings/november     replay DIR/<topic>_events.jsonl, one JSON message per line
  npx medallion start --days 0 --full-refresh gold_daily_user_metrics
                                                       no new events, one table recomputed from the beginning`;

export const start: CommandDefinition<StartOptions> = {
  name: 'start',

  define(command, problems) {
    const { users, days, seed } = SIMULATION_DEFAULTS;
    const number = (name: string, least: number, most: number) => wholeNumber(problems, name, least, most);
    return command
      .description(
        'Runs the generated notebooks on this machine: Kafka, Spark and Delta, with simulated or recorded events.',
      )
      .option('--events <dir>', 'replay the recording in a directory instead of simulating')
      .addOption(
        new Option(
          '--users <n>',
          `users at the launch of the simulated service (default: ${users}, then as before)`,
        ).argParser(number('--users', 1, 20_000)),
      )
      .addOption(
        new Option('--days <n>', `further days to simulate, 0 for none (default: ${days})`).argParser(
          number('--days', 0, 10_000),
        ),
      )
      .addOption(
        new Option(
          '--seed <n>',
          `a different seed gives a different history (default: ${seed}, then as before)`,
        ).argParser(number('--seed', 0, LARGEST_SEED)),
      )
      .addOption(
        new Option(
          '--full-refresh [dataset,...]',
          'recompute these datasets and everything downstream from the beginning; without names: all',
        ).argParser(names(problems)),
      )
      .option('--clean', 'first remove all state of earlier runs, except the toolchain')
      .option('--watch', 'keep running, and update whenever a notebook function or a construct is saved')
      .option('--debug', 'write full logs of Spark and of the runtime to .local/logs/')
      .addOption(
        new Option('--format <format>', 'format of the results').choices(['table', 'json']).default('table'),
      )
      .addHelpText('after', NOTES);
  },

  read({ values }: ParsedWords, problems: string[]): StartOptions {
    const {
      fullRefresh = [],
      clean = false,
      watch = false,
      debug = false,
      ...others
    } = values as Partial<StartOptions> & {
      readonly fullRefresh?: FullRefresh | true;
    };
    if (others.events !== undefined) {
      const surplus = OF_THE_SIMULATION.filter((name) => others[name] !== undefined);
      problems.push(
        ...surplus.map(
          (name) =>
            `--${name} applies to the simulation, but --events replays a recording: remove one of them.`,
        ),
      );
    }
    return { ...others, fullRefresh: fullRefresh === true ? ALL : fullRefresh, clean, watch, debug };
  },

  /** Locks the state, runs on it, and stops everything at the end. */
  async run(options, running) {
    const { state, progress, interruptible } = running;
    const toolchain = await interruptible(running.toolchain());
    const props: PlatformProps = { state, progress, toolchain, debug: options.debug };
    const lock = await lockedState(state, progress);
    const platform = new Platform(props);
    let urgent = true;
    try {
      const isSynthesized = await interruptible(checkOptions(options, platform));
      if (options.clean) state.clean({ keepSynthesized: isSynthesized });
      const code = await interruptible(work(options, platform, props, running));
      urgent = false;
      return code;
    } catch (error) {
      if (error instanceof Interruption) progress.line('Stopped. The next run continues from here.');
      throw error;
    } finally {
      const stopping = progress.begin('Stopping');
      await platform.stop(urgent);
      stopping.dismiss();
      lock.release();
    }
  },
};

async function work(
  options: StartOptions,
  platform: Platform,
  props: PlatformProps,
  { output, quiet }: RunningCommand,
): Promise<number> {
  const { updates, failed } = await run(options, platform, props);
  const { manifest, directory } = platform.artefacts;
  const isTable = options.format !== 'json';
  if (isTable) showUpdates(manifest, updates, { ...props, output });
  // The report needs neither session nor broker, so they can stop in parallel.
  const stopped = options.watch ? undefined : platform.stop(false);
  const [report] = await Promise.all([reportAfterRun(directory, props), stopped]);
  if (!isTable) output.write(`${JSON.stringify(resultsOf(updates, report), undefined, 2)}\n`);
  if (isTable && !failed && !quiet) output.write(`${renderNextSteps(manifest, props.state)}\n`);
  if (isTable && !quiet && report !== undefined) {
    output.write(`Report of this run: ${props.state.display(report)} (open it in a browser)\n`);
  }
  if (options.watch) {
    props.progress.line('Watching for changes; Ctrl-C stops.');
    await watchSources(platform, { ...props, output });
  }
  return failed ? 1 : 0;
}

function wholeNumber(problems: string[], option: string, least: number, most: number) {
  return (text: string): number | undefined => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    problems.push(
      `${option} ${text}: expected a whole number from ${least} to ${most.toLocaleString('en')}.`,
    );
    return undefined;
  };
}

function names(problems: string[]) {
  return (text: string): FullRefresh => {
    if (text === ALL) return ALL;
    const datasets = text.split(',').map((name) => name.trim());
    if (datasets.includes('')) {
      problems.push(`--full-refresh ${text}: expected dataset names separated by commas without spaces.`);
    }
    return datasets;
  };
}

async function lockedState(state: StateDirectory, progress: Progress): Promise<ExclusiveLock> {
  return ExclusiveLock.acquire(state.lock, {
    inUse: async (process) => {
      throw new UserError(
        `${state.display(state.root)} is in use by another npm start (process ${process}).\n  ` +
          'Wait for it or stop it with Ctrl-C in its terminal.',
      );
    },
    async takenOver() {
      progress.line('The last run was killed: waiting for its processes to end.');
      await sleep(SUPERVISOR_PATIENCE);
    },
  });
}
