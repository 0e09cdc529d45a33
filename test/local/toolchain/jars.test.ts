import { createHash } from 'node:crypto';
import { truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});
afterEach(() => scratch.remove());

const content = 'what was locked';
const jar = {
  group: 'org.example',
  artifact: 'tool',
  version: '1.0',
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  for: 'both',
};

describe('the check of a fetched jar', () => {
  const problem = () =>
    inNode<string | undefined>('jars.mjs', 'module.checksumProblem(input.directory, input.jar)', {
      directory: scratch.path,
      jar,
    });

  it('accepts the bytes that were locked', () => {
    scratch.write('tool-1.0.jar', content);
    expect(problem()).toBeUndefined();
  });

  it('names the artifact and both sums when the bytes are others', () => {
    scratch.write('tool-1.0.jar', 'something else');
    const other = createHash('sha256').update('something else').digest('hex');
    expect(problem()).toContain('org.example:tool:1.0');
    expect(problem()).toContain(jar.sha256);
    expect(problem()).toContain(other);
  });
});

describe('jars that are in place', () => {
  const ready = () =>
    inNode<boolean>('jars.mjs', 'module.jarsAreReady(input.home, input.jars)', {
      home: scratch.path,
      jars: [jar],
    });
  beforeEach(() => {
    scratch.write('jars/spark/tool-1.0.jar', content);
    scratch.write('jars/kafka/tool-1.0.jar', content);
  });

  it('are complete when each user has each of its jars', () => expect(ready()).toBe(true));

  it('are not when one is missing', () => {
    unlinkSync(join(scratch.path, 'jars/kafka/tool-1.0.jar'));
    expect(ready()).toBe(false);
  });

  it('are not when one was cut short', () => {
    truncateSync(join(scratch.path, 'jars/spark/tool-1.0.jar'), 3);
    expect(ready()).toBe(false);
  });

  it('are not when one of an earlier lock is still there', () => {
    scratch.write('jars/spark/tool-0.9.jar', content);
    expect(ready()).toBe(false);
  });
});

describe('a failed fetch', () => {
  it('names the artifact, the address and the reason', () => {
    const message = inNode<string>('ivy.mjs', 'module.fetchProblem(input)', [
      ':: problems summary ::',
      '\t\t  http://mirror.example/m2/org/example/tool/1.0/tool-1.0.jar',
      '\t\t:: org.example#tool;1.0: not found',
      '\tServer access error at url http://mirror.example/m2/org/example/tool/1.0/tool-1.0.jar (java.net.ConnectException: Connection refused)',
    ]);
    expect(message).toContain('org.example:tool:1.0 did not come.');
    expect(message).toContain(
      'http://mirror.example/m2/org/example/tool/1.0/tool-1.0.jar (java.net.ConnectException',
    );
    expect(message).toContain('MAVEN_REPOSITORY');
  });
});

describe('jars.lock.json', () => {
  it('names jars by coordinates and sum, each once', () => {
    const locked = inNode<(typeof jar)[]>('jars.mjs', 'module.lockedJars()');
    expect(
      new Set(locked.map(({ group, artifact, version }) => `${group}:${artifact}:${version}`)).size,
    ).toBe(locked.length);
    for (const each of locked) {
      expect(each.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(['spark', 'kafka', 'both']).toContain(each.for);
    }
  });
});
