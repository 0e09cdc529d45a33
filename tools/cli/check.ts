import { InvalidArgumentError, Option } from 'commander';
import { readDeployedTables } from '../artefacts/deployed-tables';
import { artefactsOfLocalTables } from '../artefacts/local-tables';
import { readManifest } from '../artefacts/manifest';
import { requireDatasets } from '../artefacts/requested-datasets';
import { recordChecks } from '../checks/check-record';
import { DataQualityProcess, type TablesToCheck } from '../checks/data-quality-process';
import { type DataQualityReport, reportOf } from '../checks/data-quality-report';
import type { DataQualityOptions } from '../checks/requested-checks';
import { readWarehouseCredentials } from '../checks/warehouse-credentials';
import { paintFor } from '../terminal/style';
import { UserError } from '../terminal/user-error';
import { renderCheckTable } from './check-table';
import type { CommandDefinition, RunningCommand } from './command';
import { synthesizedFor } from './own-synthesis';

/** Synthesizes all environments, so that the message for an unknown one can list them. */
const ALL_ENVIRONMENTS = '';

/** Exit codes; 1 means that the check could not run. */
export const EXIT = { passed: 0, failed: 3 } as const;

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

const NOTES = `
Checks come from the lineage manifest: expectations, primary keys, references, no row lost or counted twice between tables, history, the pipeline's own quality checks, and freshness.

Exit status: 0 if every check passes or warns, 1 if the tables could not be checked, 3 if a check fails.

--format json writes one object: tables, status, passed, warned, failed, informed, and checks, each with name, dataset, kind, description, status (PASS, WARN, FAIL, INFO), failingRows, message, sampleRows, and query, which returns all failing rows. Fields that do not apply are null.

Run the checks between two updates: while one runs, upstream tables are ahead of downstream ones.

Examples:
  npx medallion check
  npx medallion check --dataset silver_listens gold_listens_wide
  npx medallion check --environment prod --max-age 2h --format json

--environment queries a SQL warehouse and needs DATABRICKS_SERVER_HOSTNAME (or DATABRICKS_HOST), DATABRICKS_HTTP_PATH and DATABRICKS_TOKEN.`;

export const check: CommandDefinition<DataQualityOptions> = {
  name: 'check',

  define: (command) =>
    command
      .description('Checks the current rows of the tables; only the report is written to standard output.')
      .option('--environment <name>', 'check the deployed tables of an environment instead of the local ones')
      .option('--schema <name>', 'schema of the deployed tables, where each developer has their own')
      .option('--dataset <name...>', 'run only the checks that read one of these datasets')
      .addOption(
        new Option(
          '--max-age <age>',
          'fail if the newest message is older: 30m, 24h, 2d (default: only report its age)',
        ).argParser(age),
      )
      .addOption(
        new Option('--format <format>', 'format of the report').choices(['table', 'json']).default('table'),
      )
      .addHelpText('after', NOTES),

  read({ values }, problems) {
    const { dataset = [], ...others } = values as Omit<DataQualityOptions, 'datasets'> & {
      readonly dataset?: readonly string[];
    };
    if (others.schema !== undefined && others.environment === undefined) {
      problems.push('--schema applies to deployed tables: add --environment.');
    }
    return { ...others, datasets: dataset };
  },

  async run(options, running) {
    const { output, variables, progress, interruptible } = running;
    const report = await interruptible(reportOn(options, running));
    progress.close();
    output.write(
      options.format === 'json'
        ? `${JSON.stringify(report, undefined, 2)}\n`
        : renderCheckTable(report, paintFor(output, variables)),
    );
    return report.status === 'FAIL' ? EXIT.failed : EXIT.passed;
  },
};

async function reportOn(options: DataQualityOptions, running: RunningCommand): Promise<DataQualityReport> {
  const { environment, schema, datasets } = options;
  const tables: TablesToCheck =
    environment === undefined
      ? { name: 'local', artefacts: artefactsOfLocalTables(running.state) }
      : await deployedTables(environment, schema, running);
  requireDatasets('--dataset', datasets, readManifest(tables.artefacts));
  const toolchain = await running.toolchain();
  const activity = running.progress.begin(`Checking the ${tables.name} tables`);
  // The connector may wait minutes for the warehouse to start: show which one.
  const host = tables.deployed?.warehouse.DATABRICKS_SERVER_HOSTNAME;
  activity.detail(host === undefined ? 'starting Spark' : `connecting to ${host}`);
  try {
    const checking = new DataQualityProcess(tables, options, running.state, toolchain);
    const checks = await checking.results(({ dataset, check: name }, done, all) =>
      activity.detail(`${done} of ${all}, ${dataset} ${name}`),
    );
    if (checks.length === 0) {
      throw new UserError(`No checks exist for ${datasets.join(', ') || 'this pipeline'}.`);
    }
    if (tables.deployed === undefined) recordChecks(running.state, checks, datasets.length === 0);
    return reportOf(tables.name, checks);
  } finally {
    activity.dismiss();
  }
}

/** The tables of an environment, from the current state of the project. */
async function deployedTables(
  environment: string,
  chosenSchema: string | undefined,
  running: RunningCommand,
): Promise<TablesToCheck> {
  const own = await synthesizedFor('check', running, ALL_ENVIRONMENTS);
  const { artefacts, catalog, schema } = readDeployedTables(own.state.synthesized, environment, chosenSchema);
  const warehouse = readWarehouseCredentials(environment, running.variables);
  return { name: `${catalog}.${schema}`, artefacts, deployed: { catalog, schema, warehouse } };
}

function age(text: string): number {
  const [, count, unit] = /^([1-9]\d*)([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Expected minutes, hours or days: 30m, 24h, 2d.');
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
