import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Counts } from './counts';
import { runStep, type Step, type StepContext, summary } from './step';

/** How many of the slowest tests are named. */
const SLOWEST = 15;

/** How long a supervisor leaves to what it ends when its parent is gone, and a little more. */
const SUPERVISORS = 2500;

/** Exit code after Ctrl-C, as a shell counts. */
const INTERRUPTED = 130;

/**
 * Runs the steps one after another, whatever each of them brings, names the slowest tests and those that were skipped,
 * and closes with `N passed, N failed`. After Ctrl-C no process and no temporary file is left.
 *
 * @param stepsIn the steps, with their reports in a directory
 * @returns the exit code
 */
export async function runAndCount(
  stepsIn: (directory: string) => readonly Step[],
  { projectRoot, output }: Omit<StepContext, 'directory'>,
): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'music-streaming-tests-'));
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  try {
    const results: Counts[] = [];
    for (const step of stepsIn(directory)) {
      results.push(await runStep(step, { projectRoot, directory, output }, interruption.signal));
      if (interruption.signal.aborted) {
        output.write('\nInterrupted.\n');
        await sleep(SUPERVISORS);
        return INTERRUPTED;
      }
    }
    const total = sumOf(results);
    for (const line of [...slowest(total), ...skips(total)]) output.write(`${line}\n`);
    output.write(`\n${summary(total)}\n`);
    return total.failed === 0 ? 0 : 1;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function sumOf(results: readonly Counts[]) {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
    skipped: results.flatMap(({ skipped = [] }) => skipped),
    tests: results.flatMap(({ tests = [] }) => tests),
  };
}

function slowest({ tests }: ReturnType<typeof sumOf>): string[] {
  if (tests.length === 0) return [];
  const named = [...tests].sort((one, other) => other.seconds - one.seconds).slice(0, SLOWEST);
  return ['\nSlowest:', ...named.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`)];
}

function skips({ skipped }: ReturnType<typeof sumOf>): string[] {
  if (skipped.length === 0) return [];
  return ['\nSkipped:', ...skipped.map(({ name, reason }) => `  ${name}${reason ? ` (${reason})` : ''}`)];
}
