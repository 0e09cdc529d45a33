import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { readManifest } from '../artefacts/manifest';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { DICTIONARY_FILE, dataDictionary } from '../docs/data-dictionary';
import { withGeneratedSection } from '../docs/generated-section';
import { LIBRARY_FILE, libraryReference, readLibrary } from '../docs/library-reference';
import { sparkEnvironment, type Toolchain } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import type { CommandDefinition } from './command';
import { synthesizedFor } from './own-synthesis';

/** Page on tables, from the project root; how views are refreshed is generated. */
const TABLES_FILE = 'docs/tables.md';

export const docs: CommandDefinition<void> = {
  name: 'docs',

  define: (command) =>
    command.description(
      `Writes the generated pages: ${DICTIONARY_FILE}, every dataset with its columns, rules and lineage,\n${LIBRARY_FILE}, the reference of all constructs and settings, and in ${TABLES_FILE}\nhow Databricks can refresh each materialized view.`,
    ),

  read: () => undefined,

  async run(_, running) {
    const { output, projectRoot, progress, interruptible, toolchain } = running;
    const { artefacts } = await interruptible(synthesizedFor('docs', running));
    const tools = await interruptible(toolchain());
    const refreshes = await interruptible(refreshTable(tools, artefacts.directory));
    const tablesPage = readFileSync(path.join(projectRoot, TABLES_FILE), 'utf8');
    const pages = [
      [DICTIONARY_FILE, dataDictionary(readManifest(artefacts.directory))],
      [LIBRARY_FILE, libraryReference(readLibrary(PROJECT_ROOT))],
      [TABLES_FILE, withGeneratedSection(tablesPage, refreshes)],
    ] as const;
    progress.close();
    for (const [file, page] of pages) {
      output.write(`${file} ${written(path.join(projectRoot, file), page)}.\n`);
    }
    return 0;
  },
};

/** The refresh of each materialized view as a Markdown table, from Spark's plans of the functions. */
async function refreshTable(toolchain: Toolchain, artefacts: string): Promise<string> {
  const command = ['-m', 'tools.docs.view_refreshes', '--artefacts', artefacts];
  try {
    const { stdout } = await promisify(execFile)(toolchain.python, command, {
      cwd: PROJECT_ROOT,
      env: sparkEnvironment(toolchain),
    });
    return stdout;
  } catch (error) {
    const { stderr = '' } = error as { readonly stderr?: string };
    throw new UserError(`Spark cannot analyze the functions of the views:\n${stderr.trim()}`);
  }
}

/** Writes a page unless it is current, and returns the outcome. */
function written(file: string, page: string): string {
  if (existsSync(file) && readFileSync(file, 'utf8') === page) return 'is current';
  writeFileSync(file, page);
  return 'was written';
}
