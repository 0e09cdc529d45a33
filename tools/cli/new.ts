import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseManifest } from '../artefacts/manifest';
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
import type { TableOptions } from '../scaffold/table-request';
import { requestedTable } from '../scaffold/table-request';
import { writeFiles } from '../scaffold/write-files';
import type { Toolchain } from '../setup/toolchain';
import type { CommandDefinition } from './command';

const EXAMPLES = `
Examples:
  npx medallion new gold daily_pages --reads silver_page_views
                                  gold_daily_pages: its rows by UTC day, for you to change
  npx medallion new silver song_plays --reads bronze_listen_events --kind streaming-table
                                  silver_song_plays: each event once, for you to change`;

export const newTable: CommandDefinition<TableOptions> = {
  name: 'new',

  define: (command) =>
    command
      .description(
        'Adds a table: a function, its construct and its tests, which pass at once and are yours to change.',
      )
      .argument('[layer]', 'bronze, silver or gold')
      .argument('[name]', 'name of the table without its layer, in snake case')
      .option('--reads <dataset>', 'what the table reads; further inputs are added by hand')
      .option(
        '--kind <kind>',
        'materialized-view, which always equals its query, or streaming-table, which computes each row once (the latter in bronze, else the former)',
      )
      .addHelpText('after', EXAMPLES),

  // What is wrong with the words is reported together with what is wrong with the table.
  read: ({ operands: [layer, name], values }) => ({
    layer,
    name,
    ...(values as Pick<TableOptions, 'reads' | 'kind'>),
    problems: [],
  }),

  async run(options, { output, toolchain }) {
    const table = requestedTable(options, await presentPipeline(), PROJECT_ROOT);
    const draft = draftOf(table);
    const sources = sourcesOf(table, draft, await toolchain());
    const snapshots = renewedSnapshots(PROJECT_ROOT, sources);
    const files = new Map([...sources, ...renewedDictionary(snapshots), ...snapshots]);
    const written = [...files.keys()].map((file) => {
      const verb = existsSync(path.join(PROJECT_ROOT, file)) ? 'changed' : 'written';
      return `  ${verb}  ${file}`;
    });
    writeFiles(PROJECT_ROOT, files);
    output.write(`${[`${table.dataset}, from ${table.input.name}:`, ...written].join('\n')}\n\n`);
    output.write(`${nextSteps(table, draft)}\n`);
    return 0;
  },
};

/** Every source and page that is new or changes, formatted, by its path from the root. */
function sourcesOf(table: NewTable, draft: TableDraft, toolchain: Toolchain): Map<string, string> {
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
  return manifest === undefined
    ? []
    : [[DICTIONARY_FILE, dataDictionary(parseManifest(manifest, MANIFEST_SNAPSHOT))]];
}

function nextSteps(table: NewTable, draft: TableDraft): string {
  const order = draft.clusterBy.length > 0 ? ` ORDER BY ${draft.clusterBy.join(', ')}` : '';
  return [
    'It works as it is. Make it yours:',
    `  1. What its rows are: ${table.name} in ${table.functionFile}, and how that is tested.`,
    `  2. What it promises: comments, columns, key and rules of ${table.dataset}, at the end of the layer's constructor.`,
    '  3. npm start',
    `  4. npx medallion query "SELECT * FROM ${table.dataset}${order} LIMIT 10"`,
    '  5. npx jest -u test/constructs/music-streaming and npx medallion docs, and read what they change:',
    '     it is what will be deployed.',
    '  6. npm test',
  ].join('\n');
}
