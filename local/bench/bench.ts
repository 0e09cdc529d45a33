import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { Interruption, interruption } from '../interruption';
import { Progress } from '../progress';
import { PROJECT_ROOT } from '../state-directory';
import { SupervisedProcess } from '../supervised-process';
import { readToolchain } from '../toolchain/toolchain';
import { describeError } from '../user-error';
import { type Measurement, measureDefaultRun, measureReplay } from './measurements';

/** Measures on state of its own, which is removed again, and prints a table; resolves with the exit code. */
async function bench(): Promise<number> {
  const progress = new Progress();
  const root = mkdtempSync(path.join(tmpdir(), 'music-streaming-bench-'));
  const surroundings = { root, progress, toolchain: readToolchain(PROJECT_ROOT) };
  const interrupted = interruption(() => progress.line('Stopping; Ctrl-C again kills.'));
  const measure = async () => [
    ...(await measureDefaultRun(surroundings)),
    ...(await measureReplay(surroundings)),
  ];
  try {
    const measurements = await Promise.race([measure(), interrupted]);
    process.stdout.write(renderMeasurements(measurements));
    return 0;
  } catch (error) {
    if (error instanceof Interruption) return error.exitCode;
    progress.line(describeError(error));
    return 1;
  } finally {
    SupervisedProcess.killAll();
    await SupervisedProcess.allEnded();
    rmSync(root, { recursive: true, force: true });
    progress.close();
  }
}

function renderMeasurements(measurements: readonly Measurement[]): string {
  const rows = [
    { what: `on ${cpus().length} processors`, value: 'measured', promise: 'promised' },
    ...measurements,
  ];
  const width = Math.max(...rows.map(({ what }) => what.length));
  const valueWidth = Math.max(...rows.map(({ value }) => value.length));
  const lines = rows.map(({ what, value, promise }) => {
    const limit = promise === undefined || promise === 'promised' ? (promise ?? '') : `under ${promise}`;
    return `${what.padEnd(width)}  ${value.padStart(valueWidth)}  ${limit}`.trimEnd();
  });
  return `\n${lines.join('\n')}\n`;
}

void bench().then((code) => {
  process.exitCode = code;
});
