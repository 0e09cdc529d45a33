import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../tools/support/process-group';
import { temporaryDirectory } from '../tools/support/temporary-directory';
import { countCheck } from './counts';
import { countJest } from './jest-report';
import { countPytest } from './pytest-report';
import type { Step } from './step';
import { runAndCount } from './test-run';

const scratch = temporaryDirectory();

/** Runs steps and returns what a person sees, line by line, and the exit code. */
async function outcome(...steps: Step[]): Promise<{ lines: string[]; exitCode: number }> {
  let text = '';
  const output = {
    write: (part: string | Uint8Array) => {
      text += part.toString();
    },
  };
  const exitCode = await runAndCount(() => steps, { projectRoot: scratch, output });
  return { lines: text.trimEnd().split('\n'), exitCode };
}

function check(name: string, script: string): Step {
  return { name, command: [process.execPath, '--eval', script], count: countCheck };
}

interface TestResult {
  readonly title: string;
  readonly status: string;
  readonly seconds?: number;
}

/** A jest that leaves a report on tests of one file. */
function jest(tests: readonly TestResult[] | undefined, exitCode: number, brokenFiles = 0): Step {
  const file = join(temporaryDirectory(), 'jest.json');
  const count = (status: string) => tests?.filter((test) => test.status === status).length;
  const milliseconds = (tests ?? []).reduce((sum, { seconds = 0 }) => sum + seconds * 1000, 0);
  const report = {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numRuntimeErrorTestSuites: brokenFiles,
    testResults: [
      {
        name: join(scratch, 'shop.test.ts'),
        startTime: 0,
        endTime: milliseconds + 1500,
        assertionResults: (tests ?? []).map(({ title, status, seconds = 0 }) => ({
          ...{ fullName: title, status },
          duration: seconds * 1000,
        })),
      },
    ],
  };
  if (tests) writeFileSync(file, JSON.stringify(report));
  return {
    ...check('jest', `process.exit(${exitCode})`),
    count: (code) => countJest(file, code, scratch),
  };
}

/** A pytest that leaves a report on tests. */
function pytest(attributes: string | undefined, exitCode: number, tests = ''): Step {
  const file = join(temporaryDirectory(), 'pytest.xml');
  const report = `<testsuites name="pytest"><testsuite name="pytest" ${attributes}>${tests}</testsuite></testsuites>`;
  if (attributes) writeFileSync(file, report);
  return { ...check('pytest', `process.exit(${exitCode})`), count: (code) => countPytest(file, code) };
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

const passed = (title: string, seconds = 0): TestResult => ({ title, status: 'passed', seconds });

describe('a test run', () => {
  it('counts checks and tests of all suites in its last line', async () => {
    const { lines, exitCode } = await outcome(
      check('types', ''),
      jest([passed('one'), passed('two')], 0),
      pytest('errors="0" failures="0" skipped="0" tests="8"', 0),
    );
    expect(lines.at(-1)).toBe('11 passed, 0 failed');
    expect(lines.filter((line) => /^\d+ passed, \d+ failed/.test(line))).toHaveLength(1);
    expect(exitCode).toBe(0);
  });

  it('runs what follows a failure, and fails', async () => {
    const { lines, exitCode } = await outcome(check('first', 'process.exit(3)'), check('second', ''));
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
    expect(exitCode).toBe(1);
  });

  it('counts failed tests and those that could not be set up', async () => {
    const { lines } = await outcome(
      jest([passed('one'), { title: 'two', status: 'failed' }], 1, 1),
      pytest('errors="1" failures="2" skipped="0" tests="7"', 1),
    );
    expect(lines.at(-1)).toBe('5 passed, 5 failed');
  });

  it('counts and names skipped tests, with the reason', async () => {
    const { lines, exitCode } = await outcome(
      jest([passed('one'), { title: 'Terraform (is missing) plans', status: 'pending' }], 0),
      pytest(
        'errors="0" failures="0" skipped="1" tests="2"',
        0,
        '<testcase classname="test.shop_test" name="test_a" time="1" /><testcase classname="test.shop_test" name="test_b[&lt;1&gt;]" time="0.5"><skipped type="pytest.skip" message="no &quot;tofu&quot;">x</skipped></testcase>',
      ),
    );
    expect(lines).toContain('  shop.test.ts: Terraform (is missing) plans');
    expect(lines).toContain('  test/shop_test.py: test_b[<1>] (no "tofu")');
    expect(lines.at(-1)).toBe('2 passed, 0 failed, 2 skipped');
    expect(exitCode).toBe(0);
  });

  it('names the fifteen slowest tests and set-ups', async () => {
    const many = Array.from({ length: 20 }, (_, index) => passed(`fast ${index}`, 0.1));
    const { lines } = await outcome(
      jest([...many, passed('slow', 2)], 0),
      pytest(
        'errors="0" failures="0" skipped="0" tests="1"',
        0,
        '<testcase classname="test.shop_test" name="test_slower" time="3.25" />',
      ),
    );
    const named = lines.filter((line) => /^ +[\d.]+ s {2}/.test(line));
    expect(named).toHaveLength(15);
    expect(named.slice(0, 3)).toEqual([
      '    3.3 s  test/shop_test.py: test_slower',
      '    2.0 s  shop.test.ts: slow',
      '    1.5 s  shop.test.ts: set-up',
    ]);
  });

  it.each([
    ['left no report', () => jest(undefined, 134)],
    ['left no report', () => pytest(undefined, 3)],
    ['no test ran', () => jest([], 0)],
    ['no test ran', () => pytest('errors="0" failures="0" skipped="0" tests="0"', 5)],
    ['every test passed, yet it ended with exit code 1', () => jest([passed('one')], 1)],
  ])('fails when a suite %s', async (remark, step) => {
    const { lines, exitCode } = await outcome(step());
    expect(lines.join('\n')).toContain(remark);
    expect(lines.at(-1)).toMatch(/ passed, 1 failed$/);
    expect(exitCode).toBe(1);
  });

  it('fails when a program cannot be started', async () => {
    const { lines } = await outcome({ ...check('lint', ''), command: [join(scratch, 'no-such-program')] });
    expect(lines.join('\n')).toContain('no-such-program: not found');
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });

  it('leaves no process and no temporary file after Ctrl-C', async () => {
    const [temporary, marks] = [join(scratch, 'temporary'), join(scratch, 'marks')];
    for (const directory of [temporary, marks]) mkdirSync(directory);
    const run = spawn(
      process.execPath,
      [
        require.resolve('ts-node/dist/bin.js'),
        join(__dirname, '..', 'tools', 'support', 'interrupted-test-run.ts'),
        marks,
      ],
      { env: { ...process.env, TMPDIR: temporary, DISABLE_V8_COMPILE_CACHE: '1' }, stdio: 'ignore' },
    );
    const ended = once(run, 'close');
    const started = () => readdirSync(marks);
    await eventually(() => started().length === 2);
    const processes = started().map((mark) => Number(readFileSync(join(marks, mark), 'utf8')));
    run.kill('SIGINT');

    expect(await ended).toEqual([130, null]);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
