import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readManifest } from '../artefacts/manifest';
import { DICTIONARY_FILE, dataDictionary } from '../dictionary/data-dictionary';
import type { CommandDefinition } from './command';
import { synthesizedFor } from './own-synthesis';

export const docs: CommandDefinition<void> = {
  name: 'docs',

  define: (command) =>
    command.description(
      `Writes the generated pages: ${DICTIONARY_FILE}, every dataset with its columns, rules and lineage.`,
    ),

  read: () => undefined,

  async run(_, running) {
    const { output, projectRoot, progress, interruptible } = running;
    const { artefacts } = await interruptible(synthesizedFor('docs', running));
    const page = dataDictionary(readManifest(artefacts.directory));
    progress.close();
    output.write(`${DICTIONARY_FILE} ${written(path.join(projectRoot, DICTIONARY_FILE), page)}.\n`);
    return 0;
  },
};

/** Writes a page unless it is current; returns which of the two happened. */
function written(file: string, page: string): string {
  if (existsSync(file) && readFileSync(file, 'utf8') === page) return 'is as it should be';
  writeFileSync(file, page);
  return 'is written';
}
