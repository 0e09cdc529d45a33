import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SupervisedProcess } from '../../tools/process/supervised-process';
import type { Counts } from './counts';

/** One command of a test run, and how its outcome is counted. */
export interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly environment?: NodeJS.ProcessEnv;
  count(exitCode: number): Counts;
}

/** Where steps run, and where what they print goes. */
export interface StepContext {
  readonly projectRoot: string;
  /** Takes every temporary file of the steps, and is removed after them. */
  readonly directory: string;
  readonly output: { write(text: string | Uint8Array): unknown };
}

/** Gives each command a moment to end by itself when the run is interrupted. */
const PATIENCE = 5000;

/** Runs a step; nothing that it starts outlives this process, or `interrupted`. */
export async function runStep(
  step: Step,
  { projectRoot, directory, output }: StepContext,
  interrupted: AbortSignal,
): Promise<Counts> {
  output.write(`\n── ${step.name} ──\n`);
  const startedAt = Date.now();
  const child = new SupervisedProcess(['sh', '-c', 'exec "$@" 2>&1', 'sh', ...step.command], {
    directory: projectRoot,
    environment: { ...(step.environment as Record<string, string>), TMPDIR: directory },
    log: join(directory, 'supervisor.log'),
    readOutput: true,
  });
  child.input.end();
  child.output.on('data', (data: Buffer) => output.write(data));
  const stop = () => void child.stop(PATIENCE);
  interrupted.addEventListener('abort', stop);
  const printed = once(child.output, 'close');
  const { code } = await child.ended;
  // What has moved to another process group may keep the pipe open.
  await Promise.race([printed, sleep(1000)]);
  interrupted.removeEventListener('abort', stop);
  if (interrupted.aborted) return { passed: 0, failed: 0 };
  const counts = step.count(code);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  output.write(`${counts.failed === 0 ? '✓' : '✗'} ${step.name}: ${summary(counts)} (${seconds} s)\n`);
  if (counts.remark) output.write(`  ${counts.remark}\n`);
  return counts;
}

/** `N passed, N failed`, with `N skipped` if there are any. */
export function summary({ passed, failed, skipped = [] }: Counts): string {
  const skips = skipped.length > 0 ? [`${skipped.length} skipped`] : [];
  return [`${passed} passed`, `${failed} failed`, ...skips].join(', ');
}
