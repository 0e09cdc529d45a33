import { Command, InvalidArgumentError, Option } from 'commander';
import type { DataQualityOptions } from '../checks/requested-checks';
import { parseCommandLine } from '../terminal/command-line';
import { UserError } from '../terminal/user-error';

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

const NOTES = `
Checks come from the lineage manifest: every expectation, primary keys, references, that nothing is lost or
counted twice from table to table, histories, the pipeline's own checks, and freshness.

Exit status: 0 if every check passes or warns, 1 if the tables could not be checked, 3 if a check fails.

--format json writes one object: tables, status, passed, warned, failed, informed, and checks, each with name,
dataset, kind, description, status (PASS, WARN, FAIL, INFO), failingRows, message, sampleRows, and query, which
gives all of its failing rows. What does not apply is null.

A pipeline that is running is always a little ahead in one table and behind in the next: run the checks between
two updates.

Examples:
  npm run data-quality
  npm run data-quality -- --dataset silver_listens gold_listens_wide
  npm run data-quality -- --environment prod --max-age 2h --format json

--environment asks a SQL warehouse and needs DATABRICKS_SERVER_HOSTNAME (or DATABRICKS_HOST),
DATABRICKS_HTTP_PATH and DATABRICKS_TOKEN.`;

/**
 * Reads the command line.
 *
 * @returns the options, or the text to show instead of checking
 */
export function parseDataQualityOptions(commandLine: readonly string[]): DataQualityOptions | string {
  const command = new Command('npm run data-quality --')
    .usage('[options]')
    .description('Checks the rows that are in the tables now; standard output has nothing but the report.')
    .option('--environment <name>', 'check the deployed tables of an environment instead of the local ones')
    .option('--schema <name>', 'schema of the deployed tables, where everybody who deploys has their own')
    .option('--dataset <name...>', 'run only the checks that read one of these datasets')
    .addOption(
      new Option(
        '--max-age <age>',
        'fail if no message arrived for so long: 30m, 24h, 2d (without it, the age is only told)',
      ).argParser(age),
    )
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
    throw new UserError(`${problems.join('\n')}\n  npm run data-quality -- --help shows every option.`);
  }
  const { dataset = [], ...others } = command.opts<
    Omit<DataQualityOptions, 'datasets'> & { readonly dataset?: readonly string[] }
  >();
  if (others.schema !== undefined && others.environment === undefined) {
    throw new UserError('--schema is of deployed tables: say which with --environment as well.');
  }
  return { ...others, datasets: dataset };
}

function age(text: string): number {
  const [, count, unit] = /^([1-9]\d*)([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('It takes minutes, hours or days: 30m, 24h, 2d.');
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
