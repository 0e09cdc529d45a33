/**
 * The cache of the user, shared by all clones: directories that are complete once they exist, and never change.
 *
 * A directory's name carries a hash of what it was made from. It is made beside its place, under a name of its own, and
 * renamed, so set-ups that are interrupted, or that run at once, leave nothing that only looks complete.
 */
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { stampOf } from './content-stamp.mjs';
import { noRoomError } from './no-room-error.mjs';
import { SetUpError } from './set-up-error.mjs';

/** The file in each directory that lists what it was made with. */
export const CONTENTS = 'contents.json';
const ENTRY = /-[0-9a-f]{16}$/;
const UNFINISHED = /\.unfinished/;
const DAY_MILLISECONDS = 86_400_000;

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
  const unfinished = `${directory}.unfinished-${randomUUID()}`;
  try {
    mkdirSync(unfinished, { recursive: true });
    await make(unfinished);
    writeFileSync(join(unfinished, CONTENTS), JSON.stringify(contentsOf(unfinished, checkedFromBytes)));
    put(unfinished, directory);
  } catch (error) {
    // Before anything is removed, so that it sees the disk as full as it was.
    const explained = noRoomError(error, cache) ?? error;
    rmSync(unfinished, { recursive: true, force: true });
    throw explained;
  }
  return directory;
}

function put(unfinished, directory) {
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    // A set-up that does not see our lock, from another container for instance, was faster.
    if (!isWhole(directory)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}

/** Removes what no set-up has found whole for 60 days and what interrupted ones left, and returns the names. */
export function removeUnused(cache) {
  return readdirSync(cache).filter((entry) => {
    const days = ENTRY.test(entry) ? 60 : UNFINISHED.test(entry) ? 1 : Number.POSITIVE_INFINITY;
    const file = statSync(join(cache, entry), { throwIfNoEntry: false });
    const isUnused = file !== undefined && Date.now() - file.mtimeMs > days * DAY_MILLISECONDS;
    if (isUnused) rmSync(join(cache, entry), { recursive: true, force: true });
    return isUnused;
  });
}

/**
 * Whether a directory of the cache is as it was made: no file is gone, cut short or written since.
 * One that is counts as used now.
 */
export function isWhole(directory) {
  let contents;
  try {
    contents = JSON.parse(readFileSync(join(directory, CONTENTS), 'utf8'));
  } catch {
    return false;
  }
  const whole = Object.entries(contents).every(([file, expected]) => {
    const found = statSync(join(directory, file), { throwIfNoEntry: false });
    return found !== undefined && (expected === null || String(expected) === String(sizeAndTime(found)));
  });
  if (whole) markUsed(directory);
  return whole;
}

function markUsed(directory) {
  try {
    utimesSync(directory, new Date(), new Date());
  } catch {
    // A cache that is only read is not tidied up either.
  }
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

/** Node's own `recursive` never returns where nothing can be made, such as below /proc. */
function makeDirectories(directory) {
  if (existsSync(directory)) return;
  makeDirectories(dirname(directory));
  try {
    mkdirSync(directory);
  } catch (error) {
    // Another set-up was faster.
    if (error.code !== 'EEXIST') throw error;
  }
}

function writingProblem(directory) {
  const probe = join(directory, `.probe-${process.pid}`);
  try {
    makeDirectories(directory);
    writeFileSync(probe, '');
    rmSync(probe);
    return undefined;
  } catch (error) {
    const noRoom = noRoomError(error, directory);
    if (noRoom) throw noRoom;
    return error.code;
  }
}
