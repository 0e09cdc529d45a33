import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readToolchain } from '../../../tools/setup/toolchain';
import { eventually } from '../support/process-group';
import { temporaryDirectory } from '../support/temporary-directory';

const SUPPORT = path.join(__dirname, '..', 'support');
const state = temporaryDirectory();
const toolchainFile = path.join(temporaryDirectory(), 'toolchain.json');
const toolchain = readToolchain();
writeFileSync(toolchainFile, JSON.stringify({ ...toolchain, python: path.join(SUPPORT, 'fake-python.sh') }));

interface Started {
  readonly process: ChildProcess;
  output: string;
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Starts the command with a real broker and a real synthesis, but the fake runtime. */
const start = (commandLine: readonly string[], environment: Record<string, string> = {}): Started => {
  const process_ = spawn(
    process.execPath,
    [
      require.resolve('ts-node/dist/bin.js'),
      path.join(SUPPORT, 'start-on-a-state.ts'),
      state,
      toolchainFile,
      ...commandLine,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE: process.execPath,
        REAL_PYTHON: toolchain.python,
        FAKE_RUNTIME: path.join(SUPPORT, 'fake-runtime.mjs'),
        ...environment,
      },
    },
  );
  const started: Started = {
    process: process_,
    output: '',
    ended: once(process_, 'close').then(([code, signal]) => code ?? signal),
  };
  for (const stream of [process_.stdout, process_.stderr]) {
    stream.on('data', (chunk) => {
      started.output += chunk;
    });
  }
  return started;
};

/** Processes that work on the state directory, by number: all of them name it in their arguments. */
const processes = (): Map<number, string> => {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  const ours = lines.filter((line) => line.includes(state)).map((line) => line.trim());
  return new Map(ours.map((line) => [Number.parseInt(line, 10), line.replace(/^\d+ /, '')]));
};
const left = (): string[] => [...processes().values()];
const brokerProcess = (): number => {
  const broker = [...processes()].find(
    ([, line]) => line.includes(' kafka.Kafka ') && !line.startsWith('sh '),
  );
  if (broker === undefined) throw new Error(`there is no broker among ${left().join('\n')}`);
  return broker[0];
};

const nothingIsLeft = () => left().length === 0;

describe('npm start', () => {
  it('removes what earlier runs left with --clean, simulates, updates twice, and shows what came out', async () => {
    const [toolchain, table] = [path.join(state, 'toolchain'), path.join(state, 'warehouse', 'old')];
    for (const directory of [toolchain, table]) mkdirSync(directory, { recursive: true });
    const first = start(['--users', '5', '--days', '3', '--clean']);
    expect(await first.ended).toBe(0);
    expect(first.output).toContain('Delivering days 1 to 2 to Kafka: ');
    expect(first.output).toContain('Delivering day 3 to Kafka: ');
    expect(first.output).toContain('update 1: days 1 to 2');
    expect(first.output).toContain('npx medallion query "SELECT * FROM');
    const report = path.join(state, 'report.html');
    expect(first.output.trimEnd().split('\n').at(-1)).toBe(
      `Report of this run: ${report} (open it in a browser)`,
    );
    expect(readFileSync(report, 'utf8')).toContain('<title>music-streaming: report of a local run</title>');
    expect(left()).toEqual([]);
    expect([toolchain, table].map(existsSync)).toEqual([true, false]);
  });

  it('names what is wrong with its surroundings before it starts anything', async () => {
    const wrongSeed = start(['--seed', '99']);
    expect(await wrongSeed.ended).toBe(1);
    expect(wrongSeed.output).toContain('--users 5 --seed 99');
    const mixed = start(['--events', SUPPORT]);
    expect(await mixed.ended).toBe(1);
    expect(mixed.output).toContain(`${SUPPORT} holds no recorded topic`);
    const kept = path.join(state, 'warehouse', 'kept');
    mkdirSync(kept, { recursive: true });
    const mistyped = start(['--clean', '--full-refresh', 'nope']);
    expect(await mistyped.ended).toBe(1);
    expect(mistyped.output).toContain("--full-refresh: dataset 'nope' does not exist.");
    expect(existsSync(kept)).toBe(true);
    expect(wrongSeed.output + mixed.output + mistyped.output).not.toContain('Starting');
  });

  it('ends with 1 and the message of the runtime when an update fails', async () => {
    const failing = start(['--days', '0', '--full-refresh'], {
      FAKE_FAILURE: 'rule one_user broken by 3 rows',
    });
    expect(await failing.ended).toBe(1);
    expect(failing.output).toContain('raw_page_view_events: rule one_user broken by 3 rows');
    expect(left()).toEqual([]);
  });

  it('ends with 1 when the broker ends in the middle of an update', async () => {
    const running = start(['--days', '0'], { FAKE_UPDATE_MILLISECONDS: '60000' });
    await eventually(() => running.output.includes('Delivering new events'));
    process.kill(brokerProcess(), 'SIGKILL');
    expect(await running.ended).toBe(1);
    expect(running.output).toContain('The Kafka broker ended unexpectedly (exit code 137)');
    expect(left()).toEqual([]);
  });

  it('stops everything on Ctrl-C, and keeps others off its state meanwhile', async () => {
    const running = start(['--days', '0'], { FAKE_UPDATE_MILLISECONDS: '60000' });
    await eventually(() => running.output.includes('Delivering new events'));
    const another = start(['--days', '0']);
    expect(await another.ended).toBe(1);
    expect(another.output).toContain(`is in use by another npm start (process ${running.process.pid})`);
    expect(left().length).toBeGreaterThan(0);
    running.process.kill('SIGINT');
    expect(await running.ended).toBe(130);
    expect(running.output).toContain('Stopped. The next run continues from here.');
    expect(left()).toEqual([]);
  });

  it('leaves nothing behind when it is killed, and goes on with the next day after that', async () => {
    const running = start(['--days', '0'], { FAKE_UPDATE_MILLISECONDS: '60000' });
    await eventually(() => running.output.includes('Delivering new events'));
    running.process.kill('SIGKILL');
    expect(await running.ended).toBe('SIGKILL');
    await eventually(nothingIsLeft);
    const again = start(['--days', '1']);
    expect(await again.ended).toBe(0);
    expect(again.output).toContain('The last run was killed');
    expect(again.output).toContain('update: day 4');
    const asked = JSON.parse(readFileSync(path.join(state, 'runtime', 'runtime.log'), 'utf8').trim());
    expect(asked.fullRefresh).toEqual([]);
    expect(asked.configuration['kafka.bootstrap_servers']).toMatch(/^127\.0\.0\.1:/);
  });
});
