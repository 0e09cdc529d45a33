/** Runs `npm start` on a state directory for a number of further days and prints the results as JSON. */

import { StateDirectory } from '../artefacts/state-directory';
import { run } from '../cli/run';
import type { StartOptions } from '../cli/start-options';
import { Platform } from '../local/platform';
import { readToolchain } from '../setup/toolchain';
import { Progress } from '../terminal/progress';
import { describeError } from '../terminal/user-error';
import { updateSeconds } from './platform-contender';

/** Totals of a run over all its updates. */
export interface TimedStart {
  readonly updateSeconds: number;
  /** Messages read, by topic. */
  readonly rowsTaken: Readonly<Record<string, number>>;
  /** Datasets that wrote rows. */
  readonly rebuilt: readonly string[];
}

async function timedStart(root: string, days: number): Promise<TimedStart> {
  const props = {
    state: new StateDirectory(root),
    toolchain: readToolchain(),
    progress: new Progress(),
  };
  const options: StartOptions = { days, fullRefresh: [], clean: false, watch: false };
  const platform = new Platform(props);
  try {
    const { updates } = await run(options, platform, props);
    const reports = updates.map(({ report }) => report);
    const flows = reports.flatMap((report) => [...report.flows.values()]);
    const taken = platform.artefacts.manifest.datasets.flatMap(({ name, topic }) => {
      const rows = flows.filter(({ dataset }) => dataset === name).map(({ rowsOut = 0 }) => rowsOut);
      return topic === undefined ? [] : [[topic, rows.reduce((sum, row) => sum + row, 0)] as const];
    });
    return {
      updateSeconds: reports.reduce((sum, report) => sum + updateSeconds(report), 0),
      rowsTaken: Object.fromEntries(taken),
      rebuilt: flows.filter(({ rowsOut = 0 }) => rowsOut > 0).map(({ dataset }) => dataset),
    };
  } finally {
    await platform.stop(false);
    props.progress.close();
  }
}

const [root = '', days = ''] = process.argv.slice(2);
timedStart(root, Number(days)).then(
  (started) => {
    process.stdout.write(JSON.stringify(started));
  },
  (error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 1;
  },
);
