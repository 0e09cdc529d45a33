import { symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { readToolchain } from '../../../tools/setup/toolchain';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
let description: Record<string, unknown>;
beforeEach(() => {
  scratch = new ScratchDirectory();
  scratch.write('jdk/lib/modules', '');
  utimesSync(join(scratch.path, 'jdk/lib/modules'), 1, 1);
  const base = scratch.program('base/python3', 'exit 0');
  scratch.write('environment/contents.json', JSON.stringify({ python: null }));
  symlinkSync(base, join(scratch.path, 'environment', 'python'));
  description = {
    ...readToolchain(),
    java: scratch.program('jdk/bin/java', 'exit 0'),
    javaModules: { file: join(scratch.path, 'jdk/lib/modules'), modified: 1000 },
    cached: [join(scratch.path, 'environment')],
  };
});

function ready(changes: Record<string, unknown> = {}, describedDaysAgo = 0): boolean {
  const file = scratch.write('toolchain.json', JSON.stringify({ ...description, ...changes }));
  const described = Date.now() / 1000 - describedDaysAgo * 86_400;
  utimesSync(file, described, described);
  return inNode<boolean>('prepare-toolchain.mjs', 'module.toolchainIsReady(input)', file);
}

describe('a toolchain', () => {
  it('is ready when all of it is there', () => expect(ready()).toBe(true));

  it('is not ready when the locks have changed since', () =>
    expect(ready({ madeFrom: 'other locks' })).toBe(false));

  it('is not ready when the Python it was made with is gone', () => {
    unlinkSync(join(scratch.path, 'base', 'python3'));
    expect(ready()).toBe(false);
  });

  it('is not ready when Java is gone', () => {
    unlinkSync(join(scratch.path, 'jdk', 'bin', 'java'));
    expect(ready()).toBe(false);
  });

  it('is not ready when Java was updated in its place', () => {
    utimesSync(join(scratch.path, 'jdk/lib/modules'), 2, 2);
    expect(ready()).toBe(false);
  });

  it('is not ready when the cache was deleted', () =>
    expect(ready({ cached: [join(scratch.path, 'deleted')] })).toBe(false));

  it('without a class archive is ready for a day, after which making one is tried again', () => {
    expect(ready({ classArchive: '' })).toBe(true);
    expect(ready({ classArchive: '' }, 2)).toBe(false);
  });

  it('of an earlier version of the set-up is not ready', () =>
    expect(ready({ madeFrom: undefined, cached: undefined })).toBe(false));
});
