import type { Counts } from './counts';
import { InterleavedOutput } from './interleaved-output';
import { runSteps, type Step } from './step';

/** Runs the steps, closes the output with `N passed, N failed`, and resolves with the exit code. */
export async function runAndCount(
  steps: readonly Step[],
  projectRoot: string,
  target: { write(text: string | Uint8Array): unknown },
): Promise<number> {
  const results = await runSteps(steps, projectRoot, new InterleavedOutput(target));
  const sum = (count: (result: Counts) => number) =>
    results.reduce((total, result) => total + count(result), 0);
  const failed = sum((result) => result.failed);
  target.write(`\n${sum((result) => result.passed)} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
