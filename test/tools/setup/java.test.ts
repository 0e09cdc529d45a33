import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});

interface Found {
  readonly suitable?: { readonly home: string; readonly version: number; readonly hasVectorModule: boolean };
  readonly rejected: readonly string[];
}

/** A program that describes itself as a Java; without the vector module it refuses to start with it. */
function fakeJava(home: string, version: string, vectorModule: 'vector module' | 'no vector module'): string {
  const refusal = `case "$*" in *--add-modules*) exit 1 ;; esac`;
  return scratch.program(
    `${home}/bin/java`,
    `${vectorModule === 'no vector module' ? refusal : ''}
cat >&2 <<END
    java.home = ${join(scratch.path, home)}
    java.specification.version = ${version}
    java.version = ${version}.0.2
END`,
  );
}

function findJava(environment: { JAVA_HOME?: string; PATH?: string }): Found {
  // The fake needs cat; it stands behind the fakes on the PATH.
  return inNode<Found>('java.mjs', 'module.findJava(input)', {
    ...environment,
    PATH: [environment.PATH, '/usr/bin/does-not-have-java', '/bin'].filter(Boolean).join(':'),
  });
}

describe('the search for a Java', () => {
  it('takes JAVA_HOME before the PATH', () => {
    fakeJava('chosen', '21', 'vector module');
    fakeJava('other', '17', 'vector module');
    const { suitable } = findJava({
      JAVA_HOME: join(scratch.path, 'chosen'),
      PATH: join(scratch.path, 'other', 'bin'),
    });
    expect(suitable).toMatchObject({
      home: join(scratch.path, 'chosen'),
      version: 21,
      hasVectorModule: true,
    });
  });

  it('passes over a JAVA_HOME that is too old, and remembers why', () => {
    const old = fakeJava('old', '1.8', 'vector module');
    fakeJava('new', '17', 'vector module');
    const { suitable, rejected } = findJava({
      JAVA_HOME: join(scratch.path, 'old'),
      PATH: join(scratch.path, 'new', 'bin'),
    });
    expect(suitable?.version).toBe(17);
    expect(rejected).toEqual([`${old}: Java 1.8.0.2, too old`]);
  });

  it('notices that a Java was cut down', () => {
    fakeJava('small', '25', 'no vector module');
    expect(findJava({ PATH: join(scratch.path, 'small', 'bin') }).suitable?.hasVectorModule).toBe(false);
  });
});

describe('the wrapper of a Java without the vector module', () => {
  it('drops that argument and hands all others on unchanged', () => {
    scratch.program("jo's java/bin/java", `for argument in "$@"; do printf '<%s>' "$argument"; done`);
    scratch.program("jo's java/bin/keytool", 'exit 0');
    scratch.write("jo's java/lib/modules", '');
    const home = inNode<string>('java.mjs', 'module.wrapJava(input.real, input.wrapper)', {
      real: join(scratch.path, "jo's java"),
      wrapper: join(scratch.path, 'wrapped', 'home'),
    });
    const answer = spawnSync(
      join(home, 'bin', 'java'),
      [
        '-Xmx1g',
        '--add-modules=jdk.incubator.vector',
        '-Da=with space',
        '',
        "it's",
        '$HOME',
        '--add-modules=other',
      ],
      { encoding: 'utf8' },
    );
    expect(answer.stdout).toBe("<-Xmx1g><-Da=with space><><it's><$HOME><--add-modules=other>");
    expect(existsSync(join(home, 'lib', 'modules'))).toBe(true);
    expect(existsSync(join(home, 'bin', 'keytool'))).toBe(true);
  });
});
