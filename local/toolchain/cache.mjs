/**
 * The cache of the user, shared by all clones: directories that are complete once they exist, and never change.
 *
 * A directory's name carries a hash of what it was made from. It is made beside its place and renamed, so a set-up
 * that is interrupted, or runs twice at once, leaves nothing that looks complete.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { SetUpError } from './set-up-error.mjs';
import { stampOf } from './stamps.mjs';

/** The file in each directory that lists what it was made with. */
export const CONTENTS = 'contents.json';
const NO_ROOM = ['ENOSPC', 'EDQUOT'];

/** The cache directory: below XDG_CACHE_HOME or ~/.cache, or `instead`, with a notice, if that cannot be written. */
export function openCache(instead, environment = process.env) {
  const base = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache');
  const directory = join(base, 'music-streaming-medallion');
  const problem = writingProblem(directory);
  if (problem === undefined) return directory;
  console.error(
    `The cache ${directory} cannot be written (${problem}); this clone keeps its own in ${instead}.`,
  );
  const alsoHere = writingProblem(instead);
  if (alsoHere === undefined) return instead;
  throw new SetUpError(
    `Nothing can be installed: ${instead} cannot be written either (${alsoHere}).\n` +
      '  Make one of the two writable, or set XDG_CACHE_HOME to a directory that is.',
  );
}

/**
 * The directory `<kind>-<hash of the values>` in the cache, made by `make(directory)` unless it is there and whole.
 * `onDamage` runs before a damaged one is made again; smaller files than `checkedFromBytes` are not looked at.
 */
export async function cached(cache, kind, values, make, options = {}) {
  // Most are looked at before every command, where thousands of small files would take too long.
  const { onDamage = () => {}, checkedFromBytes = 16_384 } = options;
  const directory = join(cache, `${kind}-${stampOf([], values).slice(0, 16)}`);
  if (isWhole(directory)) return directory;
  if (existsSync(directory)) {
    onDamage();
    rmSync(directory, { recursive: true, force: true });
  }
  const unfinished = `${directory}.unfinished`;
  try {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    await make(unfinished);
    writeFileSync(join(unfinished, CONTENTS), JSON.stringify(contentsOf(unfinished, checkedFromBytes)));
    renameSync(unfinished, directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!NO_ROOM.includes(error.code) && !/No space left on device|ENOSPC/.test(error.message)) throw error;
    throw new SetUpError(
      `${error.message}\n\n  There is no room left for ${cache}. Free about 3 GB there, or set XDG_CACHE_HOME to a\n` +
        '  directory on another disk, and run the command again; what is complete is kept.',
    );
  }
  return directory;
}

/** Whether a directory of the cache is as it was made: no file is gone, cut short or written since. */
export function isWhole(directory) {
  let contents;
  try {
    contents = JSON.parse(readFileSync(join(directory, CONTENTS), 'utf8'));
  } catch {
    return false;
  }
  return Object.entries(contents).every(([file, expected]) => {
    const found = statSync(join(directory, file), { throwIfNoEntry: false });
    return found !== undefined && (expected === null || String(expected) === String(sizeAndTime(found)));
  });
}

function contentsOf(directory, checkedFromBytes) {
  const contents = {};
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (path.includes('__pycache__')) continue;
    // What a link leads to may change with the machine, but must exist.
    if (entry.isSymbolicLink()) contents[relative(directory, path)] = null;
    if (!entry.isFile()) continue;
    const file = statSync(path);
    if (file.size >= checkedFromBytes) contents[relative(directory, path)] = sizeAndTime(file);
  }
  return contents;
}

/** Whole seconds: more does not survive every archive that carries a cache to another machine. */
function sizeAndTime({ size, mtimeMs }) {
  return [size, Math.floor(mtimeMs / 1000)];
}

function writingProblem(directory) {
  const probe = join(directory, `.probe-${process.pid}`);
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
    return undefined;
  } catch (error) {
    return error.code;
  }
}
