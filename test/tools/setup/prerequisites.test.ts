import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

const TOOLCHAIN = resolve(__dirname, '..', '..', '..', 'tools', 'setup');

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});

/** Starts the set-up of a fresh clone that sees only the fake programs. */
function setUp(environment: Record<string, string> = {}) {
  cpSync(TOOLCHAIN, join(scratch.path, 'clone', 'tools', 'setup'), { recursive: true });
  const answer = spawnSync(process.execPath, [join(scratch.path, 'clone', 'tools', 'setup', 'set-up.mjs')], {
    encoding: 'utf8',
    env: { PATH: join(scratch.path, 'bin'), ...environment },
  });
  return { ...answer, installed: existsSync(join(scratch.path, 'clone', '.local')) };
}

/** A Python that answers the set-up's question without being one. */
function fakePython(
  name: string,
  version: string,
  answers: 'with venv' | 'without venv' = 'with venv',
): string {
  const path = join(scratch.path, name);
  return scratch.program(
    name,
    `echo '${path}'\necho '${version}'\n${answers === 'with venv' ? 'echo venv' : "echo 'No module named venv' >&2; exit 1"}`,
  );
}

describe('prerequisites', () => {
  it('says that there is no Python, and how to get one', () => {
    const { stderr, status, installed } = setUp();
    expect(status).toBe(1);
    expect(stderr).toContain('Python 3.10 or later is needed.');
    expect(stderr).toContain('Found: none on the PATH.');
    expect(stderr).toContain('PYTHON=/path/to/python3.12 npm start');
    expect(installed).toBe(false);
  });

  it('names every Python that is too old, its version and its path', () => {
    const newer = fakePython('bin/python3', '3.9.18');
    const older = fakePython('bin/python', '2.7.18');
    const { stderr, stdout } = setUp();
    expect(stderr).toContain(`python3: 3.9.18 (${newer}), too old`);
    expect(stderr).toContain(`python: 2.7.18 (${older}), too old`);
    expect(stdout).toBe('');
  });

  it('names the package that a Python without venv lacks', () => {
    fakePython('bin/python3', '3.12.3', 'without venv');
    expect(setUp().stderr).toContain(
      'without venv and ensurepip (Debian, Ubuntu: apt install python3.12-venv)',
    );
  });

  it('takes PYTHON as the only choice, and says when it is a bad one', () => {
    fakePython('bin/python3', '3.12.3');
    const { stderr } = setUp({ PYTHON: join(scratch.path, 'no-such-python') });
    expect(stderr).toContain(`PYTHON=${join(scratch.path, 'no-such-python')} is not one`);
    expect(stderr).toContain('cannot be run');
    expect(stderr).toContain('unset it');
  });

  it('passes over a placeholder that answers with an error, and takes the next Python', () => {
    scratch.program('bin/python3', 'echo "pyenv: python3: command not found" >&2; exit 127');
    const suitable = fakePython('bin/python3.11', '3.11.7');
    const found = inNode<{ suitable: unknown }>('python-interpreter.mjs', 'module.findPython(input)', {
      PATH: join(scratch.path, 'bin'),
    });
    expect(found.suitable).toEqual({ executable: suitable, version: '3.11.7' });
  });

  it('reports an old Node and a missing Python together', () => {
    const message = inNode<string>(
      'prerequisites.mjs',
      `(() => { try { module.requirePrerequisites(input, { version: '20.11.1', path: '/opt/node' }); } catch (error) { return error.message; } })()`,
      { PATH: join(scratch.path, 'bin') },
    );
    expect(message).toContain('2 prerequisites are missing; nothing was installed.');
    expect(message).toContain('Node 20.12 or later is needed; this is 20.11.1 (/opt/node).');
    expect(message).toContain('Python 3.10 or later is needed.');
  });
});
