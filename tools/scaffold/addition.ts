import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SynthesisError } from '../../constructs/medallion/synthesis';
import type { MusicStreamingPlatform } from '../../constructs/music-streaming/music-streaming-platform';
import { parseManifest } from '../artefacts/manifest';
import { DICTIONARY_FILE, dataDictionary } from '../docs/data-dictionary';
import { UserError } from '../terminal/user-error';
import { synthesizePlatform } from './platform';
import { MANIFEST_SNAPSHOT, platformSnapshots } from './platform-snapshots';
import { writeFiles } from './write-files';

/** A file of an addition, and whether it existed before. */
export interface AddedFile {
  readonly file: string;
  readonly change: 'written' | 'changed';
}

/**
 * The platform as its constructs have it; there is no second list of datasets.
 *
 * @throws UserError if the project is broken already
 */
export async function presentPlatform(): Promise<MusicStreamingPlatform> {
  try {
    return await inTemporaryDirectory((outdir) => synthesizePlatform(outdir, 1));
  } catch (error) {
    if (!(error instanceof SynthesisError)) throw error;
    throw new UserError(`The project cannot be added to before it synthesizes:\n${error.message}`);
  }
}

/**
 * Writes sources, and what follows from them: the snapshots of what is synthesized, and the data dictionary.
 *
 * @param sources every source that is new or changes, by its path from the root
 * @param interruptible waits for synthesis, unless somebody interrupts it
 * @throws UserError with the problems that synthesis reports; then everything is as it was before
 */
export async function addToPlatform(
  projectRoot: string,
  sources: ReadonlyMap<string, string>,
  interruptible: <T>(task: Promise<T>) => Promise<T>,
): Promise<AddedFile[]> {
  const change = (file: string) => (existsSync(path.join(projectRoot, file)) ? 'changed' : 'written');
  const added = [...sources.keys()].map((file): AddedFile => ({ file, change: change(file) }));
  const undo = writeFiles(projectRoot, sources);
  try {
    const derived = differing(projectRoot, await interruptible(inTemporaryDirectory(derivedFiles)));
    added.push(...[...derived.keys()].map((file): AddedFile => ({ file, change: change(file) })));
    writeFiles(projectRoot, derived);
    return added;
  } catch (error) {
    undo();
    if (!(error instanceof SynthesisError)) throw error;
    throw new UserError(error.message);
  }
}

/** Snapshots and dictionary of the platform as it is now, by their paths from the project's root. */
async function derivedFiles(outdir: string): Promise<Map<string, string>> {
  await synthesizePlatform(outdir);
  const snapshots = platformSnapshots(outdir);
  const manifest = parseManifest(snapshots.get(MANIFEST_SNAPSHOT) ?? '', MANIFEST_SNAPSHOT);
  return new Map([[DICTIONARY_FILE, dataDictionary(manifest)], ...snapshots]);
}

function differing(root: string, files: ReadonlyMap<string, string>): Map<string, string> {
  const isKept = (file: string, text: string) =>
    existsSync(path.join(root, file)) && readFileSync(path.join(root, file), 'utf8') === text;
  return new Map([...files].filter(([file, text]) => !isKept(file, text)));
}

async function inTemporaryDirectory<Result>(use: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(path.join(tmpdir(), 'music-streaming-new-'));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
