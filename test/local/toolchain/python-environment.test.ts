import { renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
let home: string;
beforeEach(() => {
  scratch = new ScratchDirectory();
  home = join(scratch.path, 'toolchain');
  const base = scratch.program('base/python3', 'exit 0');
  scratch.write('toolchain/python/bin/made', '');
  symlinkSync(base, join(home, 'python', 'bin', 'python'));
  stamp(home);
});
afterEach(() => scratch.remove());

/** Stamps the environment as the set-up does at its end. */
function stamp(directory: string): void {
  inNode('python-environment.mjs', 'module.stampPythonEnvironment(input)', directory);
}

function ready(directory = home): boolean {
  return inNode<boolean>('python-environment.mjs', 'module.pythonEnvironmentIsReady(input)', directory);
}

describe('the Python environment', () => {
  it('is ready once it is stamped', () => expect(ready()).toBe(true));

  it('is not ready when its making was interrupted', () => {
    unlinkSync(join(home, 'python', '.stamp'));
    expect(ready()).toBe(false);
  });

  it('is not ready when the locks have changed since', () => {
    scratch.write('toolchain/python/.stamp', 'stamp of other locks');
    expect(ready()).toBe(false);
  });

  it('is not ready when the Python it was made with is gone', () => {
    unlinkSync(join(scratch.path, 'base', 'python3'));
    expect(ready()).toBe(false);
  });

  it('is not ready where it was moved to', () => {
    const moved = join(dirname(home), 'moved');
    renameSync(home, moved);
    expect(ready(moved)).toBe(false);
  });
});
