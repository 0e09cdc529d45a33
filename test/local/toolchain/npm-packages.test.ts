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
