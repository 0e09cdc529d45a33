import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { SupervisedProcess } from '../../../tools/process/supervised-process';
import { eventually, isRunning } from '../support/process-group';
import { temporaryDirectory } from '../support/temporary-directory';

const directory = temporaryDirectory();
const log = path.join(directory, 'some.log');
const supervise = (script: string, readOutput = false) =>
  new SupervisedProcess(['sh', '-c', script], { directory, log, readOutput });

/** Starts a supervised process in a process of its own, which then can be killed. */
const supervisedByAnother = async (script: string) => {
  const parent = spawn(
    process.execPath,
    [
      require.resolve('ts-node/dist/bin.js'),
      path.join(__dirname, '..', 'support', 'supervise.ts'),
      directory,
      script,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [group] = await once(parent.stdout, 'data');
  return { parent, group: Number(group) };
};

afterAll(() => SupervisedProcess.killAll());

describe('a supervised process', () => {
  it('reads its input, and its output is read', async () => {
    const supervised = supervise('tr a-z A-Z', true);
    supervised.input.end('hello');
    expect(await text(supervised.output)).toBe('HELLO');
    expect(await supervised.ended).toEqual({ code: 0 });
  });

  it('tells its exit code, and what it says goes to the log', async () => {
    expect(await supervise('echo out; echo err >&2; exit 3').ended).toEqual({ code: 3 });
    expect(readFileSync(log, 'utf8')).toBe('out\nerr\n');
  });

  it('is asked to end, and has the time to', async () => {
    const supervised = supervise(
      'trap "sleep 0.3; echo bye; exit 0" TERM; echo up; while :; do sleep 0.05; done',
    );
    await eventually(() => readFileSync(log, 'utf8') === 'up\n');
    expect(await supervised.stop(5000)).toEqual({ code: 0 });
    expect(readFileSync(log, 'utf8')).toBe('up\nbye\n');
  });

  it('is killed if it does not end in time, with everything it started', async () => {
    const supervised = supervise('trap "" TERM; sleep 600 & echo up; while :; do sleep 0.05; done');
    await eventually(() => readFileSync(log, 'utf8') === 'up\n');
    expect(await supervised.stop(300)).toEqual({ code: 137 });
    expect(isRunning(supervised.group)).toBe(false);
  });

  it('ends when whoever started it is killed', async () => {
    const { parent, group } = await supervisedByAnother('sleep 600');
    expect(isRunning(group)).toBe(true);
    parent.kill('SIGKILL');
    await eventually(() => !isRunning(group));
  });

  it('ends then even if it does not want to, with everything it started', async () => {
    const { parent, group } = await supervisedByAnother(
      'trap "" TERM; sleep 600 & while :; do sleep 0.05; done',
    );
    parent.kill('SIGKILL');
    await eventually(() => !isRunning(group));
  });

  it('ends then with a child that it left behind', async () => {
    const { parent, group } = await supervisedByAnother('(trap "" TERM; sleep 600) & wait');
    parent.kill('SIGKILL');
    await eventually(() => !isRunning(group));
  });
});
