import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import { findArtefacts, type Manifest } from '../artefacts/artefacts';
import { readDeployedTables } from '../artefacts/deployed-tables';
import { StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import { DataQualityProcess, type TablesToCheck } from '../checks/data-quality-process';
import { type DataQualityReport, reportOf } from '../checks/data-quality-report';
import type { DataQualityOptions } from '../checks/requested-checks';
import { readWarehouseCredentials } from '../checks/warehouse-credentials';
import type { Toolchain } from '../setup/toolchain';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { runCommand } from './command';
import { parseDataQualityOptions } from './data-quality-options';
import { renderDataQualityTable } from './data-quality-table';

/** Where the command runs. */
export interface DataQualitySurroundings {
  readonly state: StateDirectory;
  readonly toolchain: Toolchain;
  /** Environment variables, with the credentials of a SQL warehouse. */
  readonly variables: NodeJS.ProcessEnv;
  /** Takes the report and nothing else. */
  readonly output: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };
}

/** An environment that is not there is told with the names of those that are. */
const ALL_ENVIRONMENTS = '';

/** What the exit code says; 1 is for what could not be done at all. */
export const EXIT = { passed: 0, failed: 3 } as const;

/** Runs `npm run data-quality` and resolves with its exit code. */
export async function dataQualityCommand(
  commandLine: readonly string[],
  surroundings: DataQualitySurroundings,
): Promise<number> {
  return runCommand(async ({ progress, interruptible }) => {
    const options = parseDataQualityOptions(commandLine);
    if (typeof options === 'string') {
      surroundings.output.write(`${options}\n`);
      return EXIT.passed;
    }
    const report = await interruptible(check(options, surroundings, progress));
    progress.close();
    surroundings.output.write(rendered(report, options, surroundings));
    return report.status === 'FAIL' ? EXIT.failed : EXIT.passed;
  });
}

async function check(
  options: DataQualityOptions,
  surroundings: DataQualitySurroundings,
  progress: Progress,
): Promise<DataQualityReport> {
  const tables =
    options.environment === undefined
      ? localTables(surroundings.state)
      : await deployedTables(options.environment, options.schema, surroundings, progress);
  requireDatasets(options.datasets, tables.artefacts);
  const activity = progress.begin(`Checking the ${tables.name} tables`);
  // The connector tries again for minutes, as a warehouse may have to start first: say where.
  const host = tables.deployed?.warehouse.DATABRICKS_SERVER_HOSTNAME;
  activity.detail(host === undefined ? 'starting Spark' : `connecting to ${host}`);
  try {
    const running = new DataQualityProcess(tables, options, surroundings.state, surroundings.toolchain);
    const checks = await running.results(({ dataset, check }, done, all) =>
      activity.detail(`${done} of ${all}, ${dataset} ${check}`),
    );
    if (checks.length === 0) {
      throw new UserError(`There is nothing to check of ${options.datasets.join(', ') || 'this pipeline'}.`);
    }
    return reportOf(tables.name, checks);
  } finally {
    activity.dismiss();
  }
}

function requireDatasets(wanted: readonly string[], artefacts: string): void {
  const manifest = JSON.parse(readFileSync(path.join(artefacts, 'lineage.json'), 'utf8')) as Manifest;
  const known = manifest.datasets.map(({ name }) => name);
  const problems = wanted
    .filter((name) => !known.includes(name))
    .map((name) => `--dataset: there is no dataset '${name}'. Did you mean '${closest(name, known)}'?`);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

/** The tables that the last npm start left. */
function localTables(state: StateDirectory): TablesToCheck {
  const artefacts = findArtefacts(state.synthesized);
  if (artefacts === undefined || !existsSync(state.warehouse) || readdirSync(state.warehouse).length === 0) {
    throw new UserError(`There are no tables in ${state.display(state.warehouse)} yet: run npm start first.`);
  }
  return { name: 'local', artefacts };
}

/** The tables of an environment, as the project would deploy it now. */
async function deployedTables(
  environment: string,
  chosenSchema: string | undefined,
  { state, variables }: DataQualitySurroundings,
  progress: Progress,
): Promise<TablesToCheck> {
  const warehouse = readWarehouseCredentials(environment, variables);
  // Not where npm start synthesizes: it may be running.
  const own = new StateDirectory(path.join(state.root, 'data-quality'));
  const activity = progress.begin('Synthesizing the pipeline');
  try {
    await synthesizeArtefacts(own, ALL_ENVIRONMENTS);
  } finally {
    activity.dismiss();
  }
  const { artefacts, catalog, schema } = readDeployedTables(own.synthesized, environment, chosenSchema);
  return { name: `${catalog}.${schema}`, artefacts, deployed: { catalog, schema, warehouse } };
}

function rendered(
  report: DataQualityReport,
  { format }: DataQualityOptions,
  { output, variables }: DataQualitySurroundings,
): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  const colours = output.isTTY === true && (variables.NO_COLOR ?? '') === '';
  return renderDataQualityTable(report, colours);
}
