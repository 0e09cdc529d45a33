import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { artefactsOfLocalTables } from '../artefacts/local-tables';
import { benchDirectory, bench as measure } from '../bench/bench';
import { measureLoad } from '../bench/measure-load';
import { MEASUREMENT_FILE } from '../docs/measured-load';
import type { CommandDefinition } from './command';

/** Options of `medallion bench`. */
export interface BenchOptions {
  /** Number of page views, and of listens, in the first load. */
  readonly events: number;

  /** Whether only the sizes of the local tables are measured. */
  readonly localTables: boolean;
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
      )
      .option(
        '--local-tables',
        `only measure rows and bytes of the tables of the last run, and write them to ${MEASUREMENT_FILE}: docs/scale.md follows from them`,
      ),

  read({ values: { events = String(DEFAULT_EVENTS), localTables } }, problems) {
    const count = Number(events);
    if (!/^\d+$/.test(String(events)) || count < LEAST_EVENTS || count > MOST_EVENTS) {
      const [least, most] = [LEAST_EVENTS, MOST_EVENTS].map((limit) => limit.toLocaleString('en'));
      problems.push(`--events ${events}: expected a whole number from ${least} to ${most}.`);
    }
    return { events: count, localTables: localTables === true };
  },

  async run({ events, localTables }, { output, progress, toolchain, interruptible, state, projectRoot }) {
    const tools = await interruptible(toolchain());
    if (localTables) {
      const measured = await interruptible(measureLoad(artefactsOfLocalTables(state), state, tools.python));
      writeFileSync(path.join(projectRoot, MEASUREMENT_FILE), measured);
      output.write(`${MEASUREMENT_FILE} was written. Run npx medallion docs to renew docs/scale.md.\n`);
      return 0;
    }
    const directory = benchDirectory();
    try {
      output.write(await interruptible(measure(events, directory.root, { progress, toolchain: tools })));
      return 0;
    } finally {
      await directory.remove();
    }
  },
};
