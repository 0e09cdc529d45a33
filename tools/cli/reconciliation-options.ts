import { Command, Option } from 'commander';
import { parseCommandLine } from '../terminal/command-line';
import { UserError } from '../terminal/user-error';

/** What `npm run reconcile` was asked to do. */
export interface ReconciliationOptions {
  /** Directory with the tables of the original platform. */
  readonly with: string;
  /** Datasets to compare. None: all that have an original. */
  readonly datasets: readonly string[];
  readonly format: 'table' | 'json';
}

const NOTES = `
DIR has the tables of the original platform by their names: DIR/<table> as a directory of Delta or of Parquet,
DIR/<table>.parquet, or DIR/<table>.csv with the names of its columns in the first line. A table that is not there
is not compared, and told.

It runs the very notebook that is deployed, on the tables of the last npm start. What is compared, and what may
differ, stands in constructs/music-streaming/reconciliation-pairs.ts.

Exit status: 0 if nothing differs by more than is tolerated, 1 if nothing could be compared, 3 if something does.

--format json writes one object: original, results (a Delta table of all runs), notCompared, failed, and checks, each
with dataset, original, check, column, concerned, compared, tolerated, passed, message, examples. What does not apply
is null.

Example:
  npm run reconcile -- --with exported --dataset gold_daily_user_metrics`;

/**
 * Reads the command line.
 *
 * @returns the options, or the text to show instead of comparing
 */
export function parseReconciliationOptions(commandLine: readonly string[]): ReconciliationOptions | string {
  const command = new Command('npm run reconcile --')
    .usage('--with DIR [options]')
    .description('Compares the local tables with those of the platform that this one replaces.')
    .requiredOption('--with <dir>', 'directory with the tables of the original platform')
    .option('--dataset <name...>', 'compare only these datasets')
    .addOption(
      new Option('--format <format>', 'how the report is written')
        .choices(['table', 'json'])
        .default('table'),
    )
    .helpOption('--help', 'show this')
    .addHelpText('after', NOTES);
  const { help, problems } = parseCommandLine(command, commandLine);
  if (help !== undefined) return help;
  if (problems.length > 0) {
    throw new UserError(`${problems.join('\n')}\n  npm run reconcile -- --help shows every option.`);
  }
  const { dataset = [], ...others } = command.opts<
    Omit<ReconciliationOptions, 'datasets'> & { readonly dataset?: readonly string[] }
  >();
  return { ...others, datasets: dataset };
}
