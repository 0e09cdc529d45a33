/** The npm packages of a package-lock.json: installed once into the user's cache, and linked from there. */
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { cached } from './cache.mjs';
import { stampOf } from './content-stamp.mjs';
import { withSetUpLock } from './exclusive-lock.mjs';
import { runCommand } from './run-command.mjs';

/** npm's own list of what it installed, which it writes last. */
const RECORD = '.package-lock.json';
const CANNOT_LINK = ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS'];

/**
 * Whether node_modules contains what package-lock.json names.
 *
 * An interrupted installation has no record, and packages that a developer has just added with npm count as installed.
 */
export function npmPackagesAreReady(projectRoot) {
  const installedRecord = join(projectRoot, 'node_modules', RECORD);
  if (!existsSync(installedRecord)) return false;
  const locked = lockedPackages(projectRoot);
  const installed = JSON.parse(readFileSync(installedRecord, 'utf8')).packages;
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    // Native packages of other platforms are optional and never installed here.
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** Fills the project's node_modules from the cache. */
export async function prepareNpmPackages(projectRoot, cache, progress) {
  const step = progress.step('npm packages', 'looking');
  const { packages, origin } = await cachedPackages(cache, projectRoot, step);
  const target = join(projectRoot, 'node_modules');
  step.now('linking');
  empty(target);
  linkTree(packages, target);
  copyFileSync(join(packages, RECORD), join(target, RECORD));
  step.done(origin);
}

/** The node_modules in the cache that has exactly what the lock in a directory names. */
export async function cachedPackages(cache, directory, step) {
  const inputs = ['package.json', 'package-lock.json'].map((file) => join(directory, file));
  const values = [stampOf(inputs), process.platform, process.arch];
  let origin = 'from the cache';
  const home = await withSetUpLock(join(cache, 'npm.lock'), () =>
    cached(
      cache,
      'npm',
      values,
      async (unfinished) => {
        step.now(`installing about ${countOfPackages(directory)}`);
        for (const file of [...inputs, join(directory, '.npmrc')].filter(existsSync)) {
          copyFileSync(file, join(unfinished, basename(file)));
        }
        origin = `${await install(unfinished)} packages`;
        removeForeignBuilds(join(unfinished, 'node_modules'));
        makeReadOnly(join(unfinished, 'node_modules'));
      },
      { checkedFromBytes: 0 },
    ),
  );
  return { packages: join(home, 'node_modules'), origin };
}

/** Installs exactly what the lock names; no package's install script runs, none is needed. */
async function install(directory) {
  const { command, args } = npmCommand();
  const ci = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = {
    what: 'Installing the npm packages',
    cwd: directory,
    shell: process.platform === 'win32' && args.length === 0,
  };
  const lines = await runCommand(command, [...args, ...ci, '--prefer-offline'], options).catch((error) => {
    // What npm remembers of a package may be older than the locked version.
    if (!error.lines?.some((line) => line.includes('ETARGET'))) throw error;
    return runCommand(command, [...args, ...ci], options);
  });
  return lines.map((line) => /^added (\d+) packages/.exec(line)?.[1]).find(Boolean) ?? 'all';
}

// Optional packages are mostly those of other platforms, bundled ones come with the package that contains them.
function countOfPackages(directory) {
  return Object.values(lockedPackages(directory)).filter((each) => !each.optional && !each.inBundle).length;
}

function lockedPackages(directory) {
  return JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8')).packages;
}

function npmCommand() {
  const npmThatRunsUs = process.env.npm_execpath;
  return npmThatRunsUs?.endsWith('.js')
    ? { command: process.execPath, args: [npmThatRunsUs] }
    : { command: 'npm', args: [] };
}

/** Removes native code for other platforms, which some packages bring along in `prebuilds/<platform>-<architecture>`. */
function removeForeignBuilds(directory) {
  const own = `${process.platform}-${process.arch}`;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const parent = entry.parentPath ?? entry.path;
    if (basename(parent) === 'prebuilds' && /^[a-z0-9]+-[a-z0-9]+$/.test(entry.name) && entry.name !== own) {
      rmSync(join(parent, entry.name), { recursive: true, force: true });
    }
  }
}

/** All clones share the files, so an edit in one of them would reach the others. */
function makeReadOnly(directory) {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o555);
  }
}

/** Leaves an empty directory; what a symbolic link leads to stays as it is. */
function empty(directory) {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(directory);
  mkdirSync(directory, { recursive: true });
  // Without it an interrupted set-up is repeated.
  rmSync(join(directory, RECORD), { force: true });
  for (const entry of readdirSync(directory)) rmSync(join(directory, entry), { recursive: true });
}

/** Links all files of a directory but npm's record, which npm overwrites where it is. */
function linkTree(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.name !== RECORD) linkOrCopy(source, target);
  }
}

function linkOrCopy(source, target) {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!CANNOT_LINK.includes(error.code)) throw error;
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}
