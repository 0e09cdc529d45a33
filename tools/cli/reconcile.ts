import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { LOCAL_ENVIRONMENT } from '../artefacts/artefacts';
import { artefactsOfLocalTables } from '../artefacts/local-tables';
import { runReconciliation } from '../checks/reconciliation/reconciliation-process';
import type { ReconciliationReport } from '../checks/reconciliation/reconciliation-report';
import { renderReconciliationTable } from '../checks/reconciliation/reconciliation-table';
import { paintFor } from '../terminal/style';
import { UserError } from '../terminal/user-error';
import type { CommandDefinition, RunningCommand } from './command';
import { synthesizedFor } from './own-synthesis';

/** Options of `medallion reconcile`. */
export interface ReconciliationOptions {
  /** Directory of the original platform's tables. */
  readonly with: string;
  /** Datasets to compare; empty for all that have an original. */
  readonly datasets: readonly string[];
  readonly format: 'table' | 'json';
}

/** Exit codes; 1 means that the comparison could not run. */
export const EXIT = { equal: 0, different: 3 } as const;

const NOTES = `
DIR contains the original tables by name: DIR/<table> is a Delta or Parquet directory; DIR/<table>.parquet and DIR/<table>.csv, with a header line, are single files. A missing table is reported and not compared.

The command runs the deployed notebook on the tables of the last npm start. constructs/music-streaming/reconciliation-pairs.ts declares what is compared and how much may differ.

Exit status: 0 if all differences are within tolerance, 1 if the comparison could not run, 3 if a difference exceeds its tolerance.

--format json writes one object: original, results (a Delta table of all runs), notCompared, failed, and checks, each with dataset, original, check, column, concerned, compared, tolerated, passed, message, examples. Fields that do not apply are null.

Example:
  npx medallion reconcile --with exported --dataset gold_daily_user_metrics`;

export const reconcile: CommandDefinition<ReconciliationOptions> = {
  name: 'reconcile',

  define: (command) =>
    command
      .usage('--with DIR [options]')
      .description('Compares the local tables with those of the original platform.')
      .option('--with <dir>', 'directory with the tables of the original platform')
      .option('--dataset <name...>', 'compare only these datasets')
      .addOption(
        new Option('--format <format>', 'format of the report').choices(['table', 'json']).default('table'),
      )
      .addHelpText('after', NOTES),

  read({ values }, problems) {
    const {
      dataset = [],
      format,
      with: original = '',
    } = values as Partial<ReconciliationOptions> & {
      readonly dataset?: readonly string[];
      readonly format: ReconciliationOptions['format'];
    };
    if (original === '') problems.push('--with is missing: add the directory of the original tables.');
    return { with: original, datasets: dataset, format };
  },

  async run(options, running) {
    const { output, variables, progress, interruptible } = running;
    const report = await interruptible(compare(options, running));
    progress.close();
    output.write(
      options.format === 'json'
        ? `${JSON.stringify(report, undefined, 2)}\n`
        : renderReconciliationTable(report, paintFor(output, variables)),
    );
    return report.failed > 0 ? EXIT.different : EXIT.equal;
  },
};

async function compare(
  options: ReconciliationOptions,
  running: RunningCommand,
): Promise<ReconciliationReport> {
  const original = path.resolve(options.with);
  if (!existsSync(original) || !statSync(original).isDirectory()) {
    throw new UserError(`--with: directory ${original} does not exist.`);
  }
  const artefacts = artefactsOfLocalTables(running.state);
  const toolchain = await running.toolchain();
  // Use the notebook from the current state of the project.
  const own = await synthesizedFor('reconciliation', running);
  const stack = path.join(own.state.synthesized, 'stacks', LOCAL_ENVIRONMENT);
  const activity = running.progress.begin('Comparing with the original platform');
  activity.detail('starting Spark');
  try {
    const tables = { stack, artefacts, original, datasets: options.datasets };
    return await runReconciliation(tables, { state: running.state, toolchain }, (what) =>
      activity.detail(what),
    );
  } finally {
    activity.dismiss();
  }
}
