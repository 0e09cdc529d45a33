import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../artefacts/lineage-manifest';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { DICTIONARY_FILE, dataDictionary } from '../dictionary/data-dictionary';
import { COSTS_FILE, withCostRow } from '../scaffold/cost-row';
import { draftOf } from '../scaffold/first-draft';
import { formatted } from '../scaffold/formatted';
import type { NewTable } from '../scaffold/new-table';
import { presentPipeline } from '../scaffold/present-pipeline';
import { MANIFEST_SNAPSHOT, renewedSnapshots } from '../scaffold/rehearsal';
import { tableCode } from '../scaffold/table-code';
import type { TableDraft } from '../scaffold/table-draft';
import { requestedTable } from '../scaffold/table-request';
import { writeFiles } from '../scaffold/write-files';
import { readToolchain } from '../setup/toolchain';
import { describeError } from '../terminal/user-error';
import { parseTableOptions } from './table-options';

/** Adds a table to the project, or nothing at all if anything is wrong. */
async function newTable(commandLine: readonly string[]): Promise<void> {
  const options = parseTableOptions(commandLine);
  if (typeof options === 'string') {
    process.stdout.write(`${options}\n`);
    return;
  }
  const table = requestedTable(options, await presentPipeline(), PROJECT_ROOT);
  const draft = draftOf(table);
  const sources = sourcesOf(table, draft);
  const snapshots = renewedSnapshots(PROJECT_ROOT, sources);
  const files = new Map([...sources, ...renewedDictionary(snapshots), ...snapshots]);
  const written = [...files.keys()].map((file) => {
    const verb = existsSync(path.join(PROJECT_ROOT, file)) ? 'changed' : 'written';
    return `  ${verb}  ${file}`;
  });
  writeFiles(PROJECT_ROOT, files);
  process.stdout.write(`${[`${table.dataset}, from ${table.input.name}:`, ...written].join('\n')}\n\n`);
  process.stdout.write(`${nextSteps(table, draft)}\n`);
}

/** Every source and page that is new or changes, formatted, by its path from the root. */
function sourcesOf(table: NewTable, draft: TableDraft): Map<string, string> {
  const toolchain = readToolchain(PROJECT_ROOT);
  const texts = [
    [table.functionFile, draft.module] as const,
    ...tableCode(table, draft, PROJECT_ROOT),
    [table.testFile, draft.test] as const,
  ];
  const code = texts.map(([file, text]) => [file, formatted(file, text, PROJECT_ROOT, toolchain)] as const);
  if (table.kind !== 'materialized-view') return new Map(code);
  const costs = readFileSync(path.join(PROJECT_ROOT, COSTS_FILE), 'utf8');
  return new Map([...code, [COSTS_FILE, withCostRow(costs, table, draft)]]);
}

/** The dictionary with the new table; nothing if no manifest has changed. */
function renewedDictionary(snapshots: ReadonlyMap<string, string>): [file: string, text: string][] {
  const manifest = snapshots.get(MANIFEST_SNAPSHOT);
  return manifest === undefined ? [] : [[DICTIONARY_FILE, dataDictionary(JSON.parse(manifest) as Manifest)]];
}

function nextSteps(table: NewTable, draft: TableDraft): string {
  const order = draft.clusterBy.length > 0 ? ` ORDER BY ${draft.clusterBy.join(', ')}` : '';
  return [
    'It works as it is. Make it yours:',
    `  1. What its rows are: ${table.name} in ${table.functionFile}, and how that is tested.`,
    `  2. What it promises: comments, columns, key and rules of ${table.dataset}, at the end of the layer's constructor.`,
    '  3. npm start',
    `  4. npm run query -- "SELECT * FROM ${table.dataset}${order} LIMIT 10"`,
    '  5. npx jest -u test/constructs/music-streaming and npm run dictionary, and read what they change:',
    '     it is what will be deployed.',
    '  6. npm test',
  ].join('\n');
}

newTable(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
});
