import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { formatSeconds, type Measurement } from './tables';
import type { TimedStart } from './timed-start';
import { secondsOf } from './work';

const TS_NODE = require.resolve('ts-node/dist/bin.js');
/** Days that a default run and a run without new events simulate. */
const DEFAULT_DAYS = 7;
const NO_DAYS = 0;

/** Measures npm start as a user experiences it: first from scratch, then without new events. */
export async function measureDefaultRun(root: string, progress: Progress): Promise<Measurement[]> {
  const state = new StateDirectory(path.join(root, 'default'));
  const first = await timed(DEFAULT_DAYS, state, 'npm start with its default load', progress);
  requireAllTaken(first.started, state);
  const again = await timed(NO_DAYS, state, 'npm start with nothing new', progress);
  requireNothingDone(again.started);
  return [
    {
      what: 'npm start with its default load, all tables new',
      value: formatSeconds(first.seconds),
      promise: '50 s',
    },
    { what: 'npm start with nothing new', value: formatSeconds(again.seconds), promise: '8 s' },
    { what: '  of which the update', value: formatSeconds(again.started.updateSeconds) },
  ];
}

async function timed(
  days: number,
  state: StateDirectory,
  what: string,
  progress: Progress,
): Promise<{ seconds: number; started: TimedStart }> {
  const activity = progress.begin(what);
  try {
    let answer = '';
    const seconds = await secondsOf(async () => {
      const log = path.join(state.root, 'start.log');
      await succeed([process.execPath, 'tools/setup/set-up.mjs'], log);
      const command = [process.execPath, TS_NODE, 'tools/bench/timed-start.ts'];
      answer = await succeed([...command, state.root, String(days)], log);
    });
    activity.done();
    return { seconds, started: JSON.parse(answer) as TimedStart };
  } finally {
    activity.dismiss();
  }
}

/** Runs a command and returns its standard output. */
async function succeed(command: readonly string[], log: string): Promise<string> {
  const running = new SupervisedProcess(command, { directory: PROJECT_ROOT, log, readOutput: true });
  const output = await text(running.output);
  const { code } = await running.ended;
  if (code !== 0) throw new UserError(`npm start failed (exit code ${code}):\n${tailOf(log)}`);
  return output;
}

function requireAllTaken({ rowsTaken }: TimedStart, { simulation }: StateDirectory): void {
  for (const [topic, rows] of Object.entries(rowsTaken)) {
    const lines = countLines(path.join(simulation, `${topic}.jsonl`));
    if (rows === lines) continue;
    throw new UserError(`npm start read ${rows} messages from ${topic}, but ${lines} were simulated.`);
  }
}

function requireNothingDone({ rowsTaken, rebuilt }: TimedStart): void {
  const taken = Object.values(rowsTaken).some((rows) => rows > 0);
  if (taken || rebuilt.length > 0) {
    throw new UserError(`npm start with nothing new recomputed tables: ${rebuilt.join(', ')}.`);
  }
}

function countLines(file: string): number {
  return readFileSync(file, 'latin1').split('\n').length - 1;
}
