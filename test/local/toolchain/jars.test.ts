import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readToolchain } from '../../../local/toolchain/toolchain';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});

const content = 'what was locked';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const jar = (artifact: string, user: 'spark' | 'kafka' | 'both') => ({
  group: 'org.example',
  artifact,
  version: '1.0',
  size: content.length,
  sha256: sha256(content),
  for: user,
});

function serve(artifact: string, text: string): void {
  scratch.write(`repository/org/example/${artifact}/1.0/${artifact}-1.0.jar`, text);
}

/** Fetches the jars of a lock from a repository that is a directory; resolves with their place or what is wrong. */
function prepare(jars: ReadonlyArray<ReturnType<typeof jar>>) {
  return inNode<{ home?: string; message?: string }>(
    'jars.mjs',
    `(async () => {
      const progress = { step: () => ({ now() {}, done() {} }) };
      try {
        return { home: await module.prepareJars(input.cache, input.python, progress, input.lock) };
      } catch (error) {
        return { message: error.message };
      }
    })()`,
    {
      cache: join(scratch.path, 'cache'),
      python: readToolchain().python,
      lock: scratch.write('lock.json', JSON.stringify({ jars })),
    },
    { MAVEN_REPOSITORY: pathToFileURL(join(scratch.path, 'repository')).href },
  );
}

describe('the locked jars', () => {
  it('are fetched from MAVEN_REPOSITORY, each for those who use it', () => {
    for (const artifact of ['delta', 'broker', 'client']) serve(artifact, content);
    const { home = '' } = prepare([jar('delta', 'spark'), jar('broker', 'kafka'), jar('client', 'both')]);
    expect(readdirSync(home).sort()).toEqual(['contents.json', 'kafka', 'spark']);
    expect(readdirSync(join(home, 'spark')).sort()).toEqual(['client-1.0.jar', 'delta-1.0.jar']);
    expect(readdirSync(join(home, 'kafka')).sort()).toEqual(['broker-1.0.jar', 'client-1.0.jar']);
  });

  it('are refused, both sums named, when the bytes are others', () => {
    serve('delta', 'something else');
    const { message } = prepare([jar('delta', 'spark')]);
    expect(message).toContain('org.example:delta:1.0');
    expect(message).toContain(sha256(content));
    expect(message).toContain(sha256('something else'));
    expect(existsSync(join(scratch.path, 'cache')) && readdirSync(join(scratch.path, 'cache'))).toEqual([]);
  });

  it('are named with their address when they do not come', () => {
    const { message } = prepare([jar('delta', 'spark')]);
    expect(message).toContain('org.example:delta:1.0 did not come from file:');
    expect(message).toContain('MAVEN_REPOSITORY');
  });

  it('are named in jars.lock.json by coordinates and sum, each once', () => {
    const { jars: locked } = inNode<{ jars: ReturnType<typeof jar>[] }>(
      'jars.mjs',
      `JSON.parse((await import('node:fs')).readFileSync(module.JARS_LOCK, 'utf8'))`,
    );
    expect(
      new Set(locked.map(({ group, artifact, version }) => `${group}:${artifact}:${version}`)).size,
    ).toBe(locked.length);
    for (const each of locked) {
      expect(each.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(['spark', 'kafka', 'both']).toContain(each.for);
    }
  });
});
