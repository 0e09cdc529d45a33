import { benchDirectory, bench as measure } from '../bench/bench';
import type { CommandDefinition } from './command';

/** Options of `medallion bench`. */
export interface BenchOptions {
  /** Number of page views, and of listens, in the first load. */
  readonly events: number;
}

const [LEAST_EVENTS, MOST_EVENTS, DEFAULT_EVENTS] = [1000, 5_000_000, 1_000_000];

export const bench: CommandDefinition<BenchOptions> = {
  name: 'bench',

  define: (command) =>
    command
      .description(
        'Measures the platform on this machine and compares it with other ways to process the same events.',
      )
      .option(
        '--events <n>',
        `page views, and the same number of listens, in the first load (default: ${DEFAULT_EVENTS}); small loads are not representative`,
      ),

  read({ values: { events = String(DEFAULT_EVENTS) } }, problems) {
    const count = Number(events);
    if (!/^\d+$/.test(String(events)) || count < LEAST_EVENTS || count > MOST_EVENTS) {
      const [least, most] = [LEAST_EVENTS, MOST_EVENTS].map((limit) => limit.toLocaleString('en'));
      problems.push(`--events ${events}: expected a whole number from ${least} to ${most}.`);
    }
    return { events: count };
  },

  async run({ events }, { output, progress, toolchain, interruptible }) {
    const tools = await interruptible(toolchain());
    const directory = benchDirectory();
    try {
      output.write(await interruptible(measure(events, directory.root, { progress, toolchain: tools })));
      return 0;
    } finally {
      await directory.remove();
    }
  },
};
