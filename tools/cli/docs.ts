import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readManifest } from '../artefacts/manifest';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { DICTIONARY_FILE, dataDictionary } from '../docs/data-dictionary';
import { LIBRARY_FILE, libraryReference, readLibrary } from '../docs/library-reference';
import type { CommandDefinition } from './command';
import { synthesizedFor } from './own-synthesis';

export const docs: CommandDefinition<void> = {
  name: 'docs',

  define: (command) =>
    command.description(
      `Writes the generated pages: ${DICTIONARY_FILE}, every dataset with its columns, rules and lineage, and\n${LIBRARY_FILE}, the reference of all constructs and settings.`,
    ),

  read: () => undefined,

  async run(_, running) {
    const { output, projectRoot, progress, interruptible } = running;
    const { artefacts } = await interruptible(synthesizedFor('docs', running));
    const pages = [
      [DICTIONARY_FILE, dataDictionary(readManifest(artefacts.directory))],
      [LIBRARY_FILE, libraryReference(readLibrary(PROJECT_ROOT))],
    ] as const;
    progress.close();
    for (const [file, page] of pages) {
      output.write(`${file} ${written(path.join(projectRoot, file), page)}.\n`);
    }
    return 0;
  },
};

/** Writes a page unless it is current, and returns the outcome. */
function written(file: string, page: string): string {
  if (existsSync(file) && readFileSync(file, 'utf8') === page) return 'is current';
  writeFileSync(file, page);
  return 'was written';
}
