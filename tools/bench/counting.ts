import path from 'node:path';
import { text } from 'node:stream/consumers';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import { sparkVariables } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import type { ContenderProps } from './contender';
import { queryFor, type RowCount, requireRows } from './row-counts';

/** Counts rows in a separate, unmeasured Spark session and throws unless all counts match. */
export async function requireRowsOf(
  counts: readonly RowCount[],
  { artefacts, progress, state, toolchain }: ContenderProps,
): Promise<void> {
  const activity = progress.begin('Counting the rows');
  try {
    const log = path.join(state.root, 'counting.log');
    const counting = new SupervisedProcess(
      [
        ...[toolchain.python, '-m', 'tools.local.runtime.query', '--state', state.root],
        ...['--artefacts', artefacts.directory, '--format', 'json', queryFor(counts)],
      ],
      {
        directory: PROJECT_ROOT,
        environment: sparkVariables(toolchain),
        log,
        readOutput: true,
      },
    );
    const answer = await text(counting.output);
    const { code } = await counting.ended;
    if (code !== 0) throw new UserError(`Counting the rows failed. The end of the log:\n${tailOf(log)}`);
    requireRows(counts, JSON.parse(answer));
    activity.done(`all ${counts.length} counts and sums match`);
  } finally {
    activity.dismiss();
  }
}
