import { Command, Option } from 'commander';
import type { Directions } from '../lineage/lineage-graph';
import { parseCommandLine } from '../terminal/command-line';
import { UserError } from '../terminal/user-error';

const FORMATS = ['text', 'mermaid', 'dot', 'json'] as const;

export type LineageFormat = (typeof FORMATS)[number];

/** What `npm run lineage` was asked for. */
export interface LineageOptions {
  /** Dataset or topic. @default - all datasets */
  readonly dataset?: string;
  /** Column of the dataset. @default - the dataset as a whole */
  readonly column?: string;
  readonly directions: Directions;
  readonly format: LineageFormat;
}

const NOTES = `
Lineage of datasets is what the constructs declare. Lineage of columns is read from the Python functions and the
SQL that compute them, without running either; what is not followed is said, with the reason, and never guessed.
A value is the same as the one that it comes from, or computed from it. What uses a column is also told for rows:
which datasets are filtered, joined, grouped or ordered by it, and which rules name it.

--format json writes one object: root, nodes (of datasets: id, name, kind, layer, comment; of columns: id, kind,
dataset, name, type, layer) and edges (from, to and, of datasets, read: stream or batch; of columns, how). What
does not apply is null.

Exit status: 0 if there is an answer, 1 if not.

Examples:
  npm run lineage -- gold_daily_user_metrics
  npm run lineage -- gold_daily_user_metrics --up --column listening_seconds
  npm run lineage -- raw_page_view_events --down --column city
  npm run lineage -- --format mermaid > lineage.mmd
  npm run lineage -- silver_listens --format dot | dot -Tsvg > lineage.svg`;

/**
 * Reads the command line.
 *
 * @returns the options, or the text to show instead of answering
 * @throws UserError for what it does not understand
 */
export function parseLineageOptions(commandLine: readonly string[]): LineageOptions | string {
  const command = new Command('npm run lineage --')
    .usage('[dataset] [options]')
    .description(
      'Shows what a dataset comes from, up to the topics, and what is made of it, down to the views.\nStandard output has nothing but the answer.',
    )
    .argument('[dataset]', 'dataset or topic (default: all datasets)')
    .option('--up', 'only what it comes from')
    .option('--down', 'only what is made of it')
    .option('--column <name>', 'a column of the dataset: where it comes from, and what uses it')
    .addOption(new Option('--format <format>', 'how the answer is written').choices(FORMATS).default('text'))
    .helpOption('--help', 'show this')
    .addHelpText('after', NOTES);
  const { help, problems } = parseCommandLine(command, commandLine);
  if (help !== undefined) return help;
  const { up, down, column, format } = command.opts<{
    readonly up?: true;
    readonly down?: true;
    readonly column?: string;
    readonly format: LineageFormat;
  }>();
  const [dataset] = command.args;
  if (problems.length === 0 && dataset === undefined) {
    const needing = [up && '--up', down && '--down', column !== undefined && '--column'].filter(Boolean);
    problems.push(...needing.map((option) => `${option} is of one dataset: say which.`));
  }
  if (problems.length > 0) {
    throw new UserError(`${problems.join('\n')}\n  npm run lineage -- --help shows every option.`);
  }
  const isBoth = up === down;
  return {
    ...(dataset === undefined ? {} : { dataset }),
    ...(column === undefined ? {} : { column }),
    directions: { up: isBoth || up === true, down: isBoth || down === true },
    format,
  };
}
