import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { readManifest } from '../artefacts/manifest';
import { PROJECT_ROOT, type StateDirectory } from '../artefacts/state-directory';
import { writeFileAtomically } from '../process/atomic-file';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import type { Toolchain } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import { datasetCode } from './dataset-code';
import { pageAssets } from './page-assets';
import { renderReport } from './render-report';
import { runReport } from './run-report';
import type { TablesContent } from './tables-content';

/**
 * Writes the report of what is in the local tables now.
 *
 * @param artefacts directory of the notebooks and the manifest
 * @returns the file
 * @throws UserError if the tables cannot be read
 */
export async function writeReport(
  artefacts: string,
  state: StateDirectory,
  toolchain: Toolchain,
): Promise<string> {
  const manifest = readManifest(artefacts);
  const code = manifest.notebooks.flatMap(({ file }) => [
    ...datasetCode(readFileSync(path.join(artefacts, file), 'utf8')),
  ]);
  const reading = readTables(artefacts, state, toolchain);
  // Bundled while the tables are read.
  const assets = pageAssets();
  const report = runReport(manifest, await reading, new Map(code), new Date());
  writeFileAtomically(state.report, await renderReport(report, assets));
  return state.report;
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
  // What it writes ends with a line's end, all at once: there is no need to wait until nothing of the process is left.
  if (content.endsWith('\n')) return JSON.parse(content) as TablesContent;
  await reading.ended;
  throw new UserError(`The tables could not be read for the report:\n${tailOf(log)}`);
}
