import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { readManifest } from '../artefacts/manifest';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { DICTIONARY_FILE, dataDictionary } from '../docs/data-dictionary';
import { withGeneratedSections } from '../docs/generated-sections';
import { LIBRARY_FILE, libraryReference, readLibrary } from '../docs/library-reference';
import { readMeasuredLoad } from '../docs/measured-load';
import { type PlatformSources, platformSection } from '../docs/platform-sections';
import { LOADS, SCALE_SECTIONS } from '../docs/scale-sections';
import { readStack } from '../review/plan/stack-directory';
import { sparkEnvironment, type Toolchain } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import type { CommandDefinition } from './command';
import { synthesizedFor } from './own-synthesis';

/** Options of `medallion docs`. */
export interface DocsOptions {
  /** Environment whose size is printed; nothing is written then. */
  readonly scale?: string;

  /** Loads to estimate. */
  readonly eventsPerSecond: readonly number[];
}

/** Pages with generated parts. */
const PAGES = ['docs/tables.md', 'docs/scale.md', 'docs/operations.md'];

const ALL_ENVIRONMENTS = '';

const NOTES = `
Examples:
  npx medallion docs                                                after a change of a construct or of an environment
  npx medallion docs --scale staging --events-per-second 500,2000   what staging needs and costs at these loads`;

export const docs: CommandDefinition<DocsOptions> = {
  name: 'docs',

  define: (command) =>
    command
      .description(
        `Writes the generated pages: ${DICTIONARY_FILE}, every dataset with its columns, rules and lineage,\n${LIBRARY_FILE}, the reference of all constructs and settings, and parts of ${PAGES.join(', ')}:\nhow Databricks can refresh each materialized view, and what the platform needs and costs.`,
      )
      .option('--scale <environment>', 'print what an environment needs and costs, and write nothing')
      .option('--events-per-second <n,...>', `loads for --scale (default: ${LOADS.join(',')})`)
      .addHelpText('after', NOTES),

  read({ values }, problems) {
    const { scale, eventsPerSecond } = values as { scale?: string; eventsPerSecond?: string };
    const loads = eventsPerSecond?.split(',').map(Number);
    if (loads?.some((load) => !(load > 0 && load < 1e9))) {
      problems.push(`--events-per-second ${eventsPerSecond}: expected numbers above 0, separated by commas.`);
    }
    if (loads && scale === undefined) problems.push('--events-per-second needs --scale <environment>.');
    return { scale, eventsPerSecond: loads ?? LOADS };
  },

  async run({ scale, eventsPerSecond }, running) {
    const { output, projectRoot, progress, interruptible, toolchain } = running;
    const synthesis = synthesizedFor('docs', running, ALL_ENVIRONMENTS);
    const { artefacts, state: own } = await interruptible(synthesis);
    const manifest = readManifest(artefacts.directory);
    const sources: PlatformSources = {
      manifest,
      load: readMeasuredLoad(PROJECT_ROOT),
      stackOf: (environment) => readStack(own.synthesized, environment),
    };
    if (scale !== undefined) {
      progress.close();
      for (const name of Object.keys(SCALE_SECTIONS)) {
        output.write(`${platformSection(['scale', scale, name], sources, eventsPerSecond)}\n\n`);
      }
      return 0;
    }
    const tools = await interruptible(toolchain());
    const refreshes = await interruptible(refreshTable(tools, artefacts.directory));
    const sectionOf = (words: readonly string[]) =>
      words.join(' ') === 'refreshes' ? refreshes : platformSection(words, sources);
    const pages: (readonly [file: string, page: string])[] = [
      [DICTIONARY_FILE, dataDictionary(manifest)],
      [LIBRARY_FILE, libraryReference(readLibrary(PROJECT_ROOT))],
      ...PAGES.map((file) => {
        const page = readFileSync(path.join(projectRoot, file), 'utf8');
        return [file, withGeneratedSections(page, file, sectionOf)] as const;
      }),
    ];
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
    return stdout.trimEnd();
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
