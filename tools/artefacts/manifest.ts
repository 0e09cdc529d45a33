import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../constructs/medallion/rendering/lineage-schema';
import { UserError } from '../terminal/user-error';

export type {
  DatasetKind,
  Manifest,
  ManifestColumn,
  ManifestDataset,
  ManifestExpectation,
} from '../../constructs/medallion/rendering/lineage-schema';

/** Name of the lineage manifest, in the folder of the notebooks. */
export const MANIFEST_FILE = 'lineage.json';

const PROBLEMS_SHOWN = 3;

/**
 * Reads the lineage manifest in a directory of synthesized notebooks.
 *
 * @throws UserError if it does not exist, is damaged, or has an unsupported version
 */
export function readManifest(directory: string): Manifest {
  const file = path.join(directory, MANIFEST_FILE);
  if (!existsSync(file)) throw new UserError(`${file} does not exist. Run npx medallion synth to write it.`);
  return parseManifest(readFileSync(file, 'utf8'), file);
}

/**
 * Parses a lineage manifest.
 *
 * @param place file name for error messages
 * @throws UserError if it is damaged, or has an unsupported version
 */
export function parseManifest(text: string, place: string): Manifest {
  const { LINEAGE_VERSION, lineageSchema } = schema();
  const content = parseJson(text, place);
  const { version } = (content ?? {}) as { readonly version?: unknown };
  if (version !== undefined && version !== LINEAGE_VERSION) {
    throw new UserError(
      `${place}: version ${JSON.stringify(version)} is not supported, only ${LINEAGE_VERSION}: a different version of this project wrote the file. Synthesize it again.`,
    );
  }
  const { success, data, error } = lineageSchema.safeParse(content);
  if (success) return data;
  const problems = error.issues.map(({ path: keys, message }) => problemAt(content, keys, message));
  const more = problems.length - PROBLEMS_SHOWN;
  throw new UserError(
    [
      ...problems.slice(0, PROBLEMS_SHOWN).map((problem) => `${place}: ${problem}`),
      ...(more > 0 ? [`and ${more} more.`] : []),
      'The file is damaged, or was written by a different version of this project. Synthesize it again.',
    ].join('\n'),
  );
}

/** The layers of a pipeline in the order in which data flows. */
export function layersOf({ datasets }: Pick<Manifest, 'datasets'>): string[] {
  return [...new Set(datasets.map(({ layer }) => layer))];
}

/** The topics that a pipeline reads, in the order of its datasets. */
export function topicsOf({ datasets }: Pick<Manifest, 'datasets'>): string[] {
  return [...new Set(datasets.flatMap(({ topic }) => topic ?? []))];
}

/** Loaded lazily because zod takes 50 ms, which would delay `--help`. */
function schema(): typeof import('../../constructs/medallion/rendering/lineage-schema') {
  return require('../../constructs/medallion/rendering/lineage-schema');
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${place} is not valid JSON (${(error as Error).message}). Synthesize it again.`);
  }
}

/** Message for a problem of the manifest: `datasets[3].kind is "table": expected one of …`. */
function problemAt(content: unknown, keys: readonly PropertyKey[], message: string): string {
  const place = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const value = keys.reduce<unknown>(
    (parent, key) => (parent as Record<PropertyKey, unknown>)?.[key],
    content,
  );
  const name = place.replace(/^\./, '') || 'the manifest';
  if (value === undefined) return `${name} is missing.`;
  return `${name} is ${shortened(JSON.stringify(value))}: ${message.replace(/^[A-Z][a-z ]+: /, '')}.`;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
