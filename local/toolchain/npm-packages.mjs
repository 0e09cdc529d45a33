/** The npm packages of package-lock.json. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

/**
 * Whether node_modules holds what package-lock.json names.
 *
 * npm writes its own record of node_modules last, so an interrupted installation has none that agrees; and
 * packages that a developer has just added with npm count as installed.
 */
export function npmPackagesAreReady(projectRoot) {
  const installedRecord = join(projectRoot, 'node_modules', '.package-lock.json');
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

/** Installs exactly what the lock names; no package's install script runs, none is needed. */
export async function prepareNpmPackages(projectRoot, progress) {
  // Optional packages are mostly those of other platforms, bundled ones come with the package that holds them.
  const total = Object.values(lockedPackages(projectRoot)).filter(
    (each) => !each.optional && !each.inBundle,
  ).length;
  const step = progress.step('npm packages', `installing about ${total}`);
  const { command, args } = npmCommand();
  const lines = await runCommand(
    command,
    [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      what: 'Installing the npm packages',
      cwd: projectRoot,
      shell: process.platform === 'win32' && args.length === 0,
    },
  );
  const count = lines.map((line) => /^added (\d+) packages/.exec(line)?.[1]).find(Boolean);
  step.done(`${count ?? 'all'} packages`);
}

function lockedPackages(projectRoot) {
  return JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')).packages;
}

function npmCommand() {
  const npmThatRunsUs = process.env.npm_execpath;
  return npmThatRunsUs?.endsWith('.js')
    ? { command: process.execPath, args: [npmThatRunsUs] }
    : { command: 'npm', args: [] };
}
