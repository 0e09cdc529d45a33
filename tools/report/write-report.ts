import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { loadSqlParser } from '../../constructs/medallion/sources/sql';
import { readManifest } from '../artefacts/manifest';
import { PROJECT_ROOT, type StateDirectory } from '../artefacts/state-directory';
import { readRecordedChecks } from '../checks/check-record';
import { ColumnLineage } from '../lineage/column-lineage';
import { NotebookExpressions } from '../lineage/notebook-expressions';
import { readRunRecord } from '../local/run-record';
import { writeFileAtomically } from '../process/atomic-file';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import type { Toolchain } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import { datasetCode } from './dataset-code';
import { pageAssets } from './page-assets';
import { renderReport } from './render-report';
import { type ReportSources, runReport } from './run-report';
import type { TablesContent } from './tables-content';

/**
 * Writes the report of the local tables.
 *
 * @param artefacts directory of the notebooks and the manifest
 * @returns the path of the report
 * @throws UserError if the tables cannot be read
 */
export async function writeReport(
  artefacts: string,
  state: StateDirectory,
  toolchain: Toolchain,
): Promise<string> {
  // Everything else is read, and the page bundled, while a second process reads the tables.
  const [content, sources, assets] = await Promise.all([
    readTables(artefacts, state, toolchain),
    readSources(artefacts, state),
    pageAssets(),
  ]);
  writeFileAtomically(
    state.report,
    await renderReport(runReport({ ...sources, content }, new Date()), assets),
  );
  return state.report;
}

async function readSources(
  artefacts: string,
  state: StateDirectory,
): Promise<Omit<ReportSources, 'content'>> {
  await loadSqlParser();
  const manifest = readManifest(artefacts);
  const textOf = (file: string) => readFileSync(path.join(artefacts, file), 'utf8');
  return {
    manifest,
    code: new Map(manifest.notebooks.flatMap(({ file }) => [...datasetCode(textOf(file))])),
    columnLineage: new ColumnLineage(manifest, {
      notebooks: new NotebookExpressions(textOf),
      queryOf: (file) => readFileSync(path.join(PROJECT_ROOT, file), 'utf8'),
    }),
    checks: readRecordedChecks(state),
    run: readRunRecord(state),
  };
}

async function readTables(
  artefacts: string,
  state: StateDirectory,
  { python }: Toolchain,
): Promise<TablesContent> {
  mkdirSync(state.runtime, { recursive: true });
  const log = path.join(state.runtime, 'report.log');
  const command = [
    python,
    '-m',
    'tools.report.read_tables',
    '--artefacts',
    artefacts,
    '--warehouse',
    state.warehouse,
  ];
  const reading = new SupervisedProcess(command, { directory: PROJECT_ROOT, log, readOutput: true });
  const content = await text(reading.output);
  // The output is complete once it ends with a newline: no need to wait for the process to exit.
  if (content.endsWith('\n')) return JSON.parse(content) as TablesContent;
  await reading.ended;
  throw new UserError(`The report's reader failed on the local tables. The end of its log:\n${tailOf(log)}`);
}
