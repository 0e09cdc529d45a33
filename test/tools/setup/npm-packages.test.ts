import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});

type Packages = Record<string, { version?: string; integrity?: string; optional?: boolean }>;

function ready(locked: Packages, installed?: Packages): boolean {
  scratch.write('package-lock.json', JSON.stringify({ packages: { '': {}, ...locked } }));
  if (installed) scratch.write('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
  return inNode<boolean>('npm-packages.mjs', 'module.npmPackagesAreReady(input)', scratch.path);
}

describe('npm packages', () => {
  const left = { 'node_modules/left': { version: '1.0.0', integrity: 'sha512-a' } };

  it('are ready when npm installed what the lock names', () => expect(ready(left, left)).toBe(true));

  it('are not ready before an installation has ended', () => expect(ready(left)).toBe(false));

  it('are not ready when the lock names another version', () =>
    expect(ready({ 'node_modules/left': { version: '1.0.1', integrity: 'sha512-b' } }, left)).toBe(false));

  it('are not ready when a package is missing', () => expect(ready(left, {})).toBe(false));

  it('need no native package of another platform', () =>
    expect(ready({ ...left, 'node_modules/native-other': { version: '1.0.0', optional: true } }, left)).toBe(
      true,
    ));
});

describe('node_modules', () => {
  const left = { 'node_modules/left': { version: '1.0.0', integrity: 'sha512-a' } };
  const lock = JSON.stringify({ packages: { '': {}, ...left } });

  /** Fills a clone's node_modules with a fake npm, and says which arguments each run of that had. */
  function prepare(clone: string, npm = ''): { runs: string[]; text: string; mode: number; file: string } {
    scratch.write(`${clone}/package.json`, '{}');
    scratch.write(`${clone}/package-lock.json`, lock);
    const log = scratch.write(`${clone}.log`, '');
    const program = scratch.write(
      'npm.js',
      `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
      appendFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' ') + '\\n');
      ${npm}
      mkdirSync('node_modules/left', { recursive: true });
      writeFileSync('node_modules/left/index.js', 'left');
      writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(lock)});`,
    );
    const ready = inNode<boolean>(
      'npm-packages.mjs',
      `(async () => {
        (await import('node:fs')).mkdirSync(input.cache, { recursive: true });
        const progress = { step: () => ({ now() {}, done() {} }) };
        await module.prepareNpmPackages(input.clone, input.cache, progress);
        return module.npmPackagesAreReady(input.clone);
      })()`,
      { clone: join(scratch.path, clone), cache: join(scratch.path, 'cache') },
      { npm_execpath: program },
    );
    expect(ready).toBe(true);
    const file = join(scratch.path, clone, 'node_modules', 'left', 'index.js');
    const runs = readFileSync(log, 'utf8').split('\n').filter(Boolean);
    return { runs, text: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777, file };
  }

  it('is installed once for all clones, which cannot write to the files that they share', () => {
    expect(prepare('first')).toMatchObject({ runs: [expect.stringMatching(/^ci /)], text: 'left' });
    expect(prepare('second')).toMatchObject({ runs: [], text: 'left', mode: 0o444 });
  });

  it('is installed again when somebody changed a file of a clone all the same', () => {
    const { file } = prepare('first');
    chmodSync(file, 0o644);
    writeFileSync(file, 'right');
    expect(prepare('second')).toMatchObject({ runs: [expect.stringMatching(/^ci /)], text: 'left' });
  });

  it('is installed with what the registry says now when npm remembers no such version', () => {
    const { runs } = prepare(
      'first',
      `if (process.argv.includes('--prefer-offline')) {
        console.error('npm error code ETARGET');
        process.exit(1);
      }`,
    );
    expect(runs).toEqual([
      expect.stringContaining('--prefer-offline'),
      expect.not.stringContaining('--prefer'),
    ]);
  });

  it('has native code for this platform alone', () => {
    const { file } = prepare(
      'first',
      `for (const platform of ['${process.platform}-${process.arch}', 'sunos-sparc']) {
        mkdirSync('node_modules/left/prebuilds/' + platform, { recursive: true });
        writeFileSync('node_modules/left/prebuilds/' + platform + '/left.node', '');
      }`,
    );
    const prebuilds = join(dirname(file), 'prebuilds');
    expect(readdirSync(prebuilds)).toEqual([`${process.platform}-${process.arch}`]);
  });
});
