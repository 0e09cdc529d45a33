import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});

const NO_PROCESS_HAS_THIS_ID = 2 ** 30;

describe('the lock of the set-up', () => {
  it('lets a second one wait until the first has ended', () => {
    const order = inNode<string[]>(
      'exclusive-lock.mjs',
      `await (async () => {
        const order = [];
        const work = (name) => async () => {
          order.push(name + ' begins');
          await new Promise((resolve) => setTimeout(resolve, 50));
          order.push(name + ' ends');
        };
        await Promise.all([module.withSetUpLock(input, work('first')), module.withSetUpLock(input, work('second'))]);
        return order;
      })()`,
      join(scratch.path, 'lock'),
    );
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it.each([
    ['a process that died', String(NO_PROCESS_HAS_THIS_ID)],
    ['one that found the disk full before it wrote its name', ''],
  ])('is taken over from %s, and released at the end', (_, content) => {
    const lock = scratch.write('lock', content);
    utimesSync(lock, 1, 1);
    expect(inNode<string>('exclusive-lock.mjs', `module.withSetUpLock(input, async () => 'ran')`, lock)).toBe(
      'ran',
    );
    expect(existsSync(lock)).toBe(false);
  });
});
