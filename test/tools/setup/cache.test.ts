import { existsSync, readdirSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});

interface Made {
  readonly directory?: string;
  readonly message?: string;
  readonly events: readonly string[];
}

/** Asks for a directory that holds one large file, and says what happened. */
function cached(value = 'lock', failure: { code?: string; message: string } | null = null): Made {
  return inNode<Made>(
    'cache.mjs',
    `(async () => {
      const { mkdirSync, writeFileSync } = await import('node:fs');
      const events = [];
      const make = async (directory) => {
        events.push('made');
        mkdirSync(directory + '/bin');
        writeFileSync(directory + '/bin/large', Buffer.alloc(100_000));
        if (input.failure) throw Object.assign(new Error(input.failure.message), input.failure);
      };
      try {
        return { directory: await module.cached(input.cache, 'kind', [input.value], make, { onDamage: () => events.push('damaged') }), events };
      } catch (error) {
        return { message: error.message, events };
      }
    })()`,
    { cache: scratch.path, value, failure },
  );
}

describe('a directory of the cache', () => {
  it('is made once', () => {
    const first = cached();
    expect(first.events).toEqual(['made']);
    expect(cached()).toEqual({ directory: first.directory, events: [] });
  });

  it('has an entry of its own for each lock', () =>
    expect(cached('lock').directory).not.toBe(cached('another lock').directory));

  it.each<[string, (file: string) => void]>([
    ['a file is gone', unlinkSync],
    ['a file was cut short', (file) => truncateSync(file, 10)],
    [
      'a file was written to',
      (file) => {
        writeFileSync(file, Buffer.alloc(100_000, 'x'));
        utimesSync(file, 1, 1);
      },
    ],
  ])('is made again when %s', (_, damage) => {
    const { directory } = cached();
    damage(join(directory ?? '', 'bin', 'large'));
    expect(cached().events).toEqual(['damaged', 'made']);
    expect(cached().events).toEqual([]);
  });

  it('leaves nothing behind when it cannot be made', () => {
    expect(cached('lock', { message: 'no network' }).message).toBe('no network');
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it('says what to do when the disk is full', () => {
    const { message } = cached('lock', { code: 'ENOSPC', message: 'ENOSPC: no space left on device, write' });
    expect(message).toMatch(new RegExp(`The disk was full. Free now: \\d+ MB in ${scratch.path}`));
    expect(message).toContain('XDG_CACHE_HOME');
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it('is whole when two that do not see each other make it at once', () => {
    const directories = inNode<string[]>(
      'cache.mjs',
      `(async () => {
        const { writeFileSync } = await import('node:fs');
        let [makers, both] = [0];
        const bothMakeIt = new Promise((resolve) => { both = resolve; });
        const make = async (directory) => {
          if (++makers === 2) both();
          await bothMakeIt;
          writeFileSync(directory + '/large', Buffer.alloc(100_000));
        };
        const directories = await Promise.all([1, 2].map(() => module.cached(input, 'kind', ['lock'], make)));
        return directories.filter(module.isWhole);
      })()`,
      scratch.path,
    );
    expect(new Set(directories).size).toBe(1);
    expect(directories).toHaveLength(2);
    expect(readdirSync(scratch.path)).toHaveLength(1);
  });

  it('is removed when nothing has used it for 60 days, and what an interrupted set-up left after a day', () => {
    const days = (count: number) => Date.now() / 1000 - count * 86_400;
    const { directory: unused = '' } = cached('unused');
    const { directory: used = '' } = cached('used');
    const unfinished = dirname(scratch.write('kind-0123456789abcdef.unfinished-1/file', ''));
    const fromUv = dirname(scratch.write('packages/file', ''));
    for (const each of [unused, used, fromUv]) utimesSync(each, days(61), days(61));
    utimesSync(unfinished, days(2), days(2));
    cached('used');
    inNode('cache.mjs', 'module.removeUnused(input)', scratch.path);
    expect(readdirSync(scratch.path).sort()).toEqual([basename(used), 'packages']);
  });
});

describe('the place of the cache', () => {
  const open = (environment: Record<string, string>, instead = join(scratch.path, 'instead')) =>
    inNode<{ directory?: string; message?: string; notices: string[] }>(
      'cache.mjs',
      `(() => {
        const notices = [];
        console.error = (text) => notices.push(text);
        try {
          return { directory: module.openCache(input.instead, input.environment), notices };
        } catch (error) {
          return { message: error.message, notices };
        }
      })()`,
      { instead, environment },
    );

  it("is XDG_CACHE_HOME, else the home directory's .cache", () => {
    const [xdg, home] = [join(scratch.path, 'xdg'), join(scratch.path, 'home')];
    expect(open({ XDG_CACHE_HOME: xdg, HOME: home }).directory).toBe(join(xdg, 'music-streaming-medallion'));
    expect(open({ HOME: home }).directory).toBe(join(home, '.cache', 'music-streaming-medallion'));
  });

  it('is in the clone, with a notice, when it cannot be written', () => {
    const { directory, notices } = open({ XDG_CACHE_HOME: scratch.write('a-file', '') });
    expect(directory).toBe(join(scratch.path, 'instead'));
    expect(existsSync(directory ?? '')).toBe(true);
    expect(notices).toEqual([expect.stringContaining('cannot be written (ENOTDIR)')]);
  });

  it('is in the clone, and the set-up does not hang, where no directory can be made', () => {
    const { directory, notices } = open({ XDG_CACHE_HOME: '/proc/nothing' });
    expect(directory).toBe(join(scratch.path, 'instead'));
    expect(notices).toEqual([expect.stringContaining('/proc/nothing/music-streaming-medallion cannot be')]);
  });

  it('is asked for when the clone cannot be written either', () => {
    const file = scratch.write('a-file', '');
    expect(open({ XDG_CACHE_HOME: file }, join(file, 'cache')).message).toContain(
      'set XDG_CACHE_HOME to a directory that is',
    );
  });
});
