import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScratchDirectory } from '../local/toolchain/scratch-directory';
import { countCheck, countJest, countPytest } from './counts';
import type { Step } from './step';
import { runAndCount } from './test-run';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});
afterEach(() => scratch.remove());

/** Runs steps and returns what a person sees, line by line, and the exit code. */
async function outcome(...steps: Step[]): Promise<{ lines: string[]; exitCode: number }> {
  let text = '';
  const exitCode = await runAndCount(steps, scratch.path, {
    write: (part) => {
      text += part.toString();
    },
  });
  return { lines: text.trimEnd().split('\n'), exitCode };
}

function check(name: string, script: string): Step {
  return { name, part: 'checks', command: [process.execPath, '--eval', script], count: countCheck };
}

function jest(report: unknown, exitCode: number): Step {
  const file = join(scratch.path, 'jest.json');
  if (report) writeFileSync(file, JSON.stringify(report));
  return {
    name: 'jest',
    part: 'typescript',
    command: [process.execPath, '--eval', `process.exit(${exitCode})`],
    count: (code) => countJest(file, code),
  };
}

function pytest(attributes: string | undefined, exitCode: number): Step {
  const file = join(scratch.path, 'pytest.xml');
  if (attributes)
    writeFileSync(file, `<testsuites name="pytest"><testsuite name="pytest" ${attributes} /></testsuites>`);
  return {
    name: 'pytest',
    part: 'python',
    command: [process.execPath, '--eval', `process.exit(${exitCode})`],
    count: (code) => countPytest(file, code),
  };
}

describe('a test run', () => {
  it('counts checks and tests of all suites in its last line', async () => {
    const { lines, exitCode } = await outcome(
      check('types', ''),
      jest({ numPassedTests: 5, numFailedTests: 0 }, 0),
      pytest('errors="0" failures="0" skipped="1" tests="8"', 0),
    );
    expect(lines.at(-1)).toBe('13 passed, 0 failed');
    expect(lines.filter((line) => /^\d+ passed, \d+ failed$/.test(line))).toHaveLength(1);
    expect(exitCode).toBe(0);
  });

  it('runs what follows a failure, and fails', async () => {
    const { lines, exitCode } = await outcome(check('first', 'process.exit(3)'), check('second', ''));
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
    expect(exitCode).toBe(1);
  });

  it('counts failed tests and those that could not be set up', async () => {
    const { lines } = await outcome(
      jest({ numPassedTests: 2, numFailedTests: 1, numRuntimeErrorTestSuites: 1 }, 1),
      pytest('errors="1" failures="2" skipped="0" tests="7"', 1),
    );
    expect(lines.at(-1)).toBe('6 passed, 5 failed');
  });

  it.each([
    ['left no report', () => [jest(undefined, 134)]],
    ['left no report', () => [pytest(undefined, 3)]],
    ['no test ran', () => [jest({ numPassedTests: 0, numFailedTests: 0 }, 0)]],
    ['no test ran', () => [pytest('errors="0" failures="0" skipped="0" tests="0"', 5)]],
    [
      'every test passed, yet it ended with exit code 1',
      () => [jest({ numPassedTests: 4, numFailedTests: 0 }, 1)],
    ],
  ])('fails when a suite %s', async (remark, steps) => {
    const { lines, exitCode } = await outcome(...steps());
    expect(lines.join('\n')).toContain(remark);
    expect(lines.at(-1)).toMatch(/ passed, 1 failed$/);
    expect(exitCode).toBe(1);
  });

  it('fails when a program cannot be started', async () => {
    const { lines } = await outcome({
      ...check('lint', ''),
      command: [join(scratch.path, 'no-such-program')],
    });
    expect(lines.join('\n')).toContain('cannot be started');
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });

  it("keeps the output of Python's tests apart from that of the others", async () => {
    const talking = (step: Step, name: string): Step => ({
      ...step,
      command: [
        process.execPath,
        '--eval',
        `let n = 0; const t = setInterval(() => { console.log('${name}'); if (++n === 5) clearInterval(t); }, 20);`,
      ],
    });
    const { lines } = await outcome(
      talking(check('a', ''), 'from checks'),
      talking(pytest('errors="0" failures="0" skipped="0" tests="1"', 0), 'from python'),
    );
    const said = lines.filter((line) => line.startsWith('from '));
    expect(said).toEqual([...Array(5).fill('from checks'), ...Array(5).fill('from python')]);
  });
});
