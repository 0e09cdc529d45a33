import { type ChildProcess, spawn } from 'node:child_process';
import type { Part } from './arguments';
import type { Counts } from './counts';
import type { InterleavedOutput, OutputLane } from './interleaved-output';

/** One command of a test run, and how its outcome is counted. */
export interface Step {
  readonly name: string;
  readonly part: Part;
  readonly command: readonly [program: string, ...args: string[]];
  readonly environment?: NodeJS.ProcessEnv;
  count(exitCode: number): Counts;
}

const running = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(130);
  });
}

/** Runs all steps whatever each of them brings: Python's beside the others, which run one after another. */
export async function runSteps(
  steps: readonly Step[],
  projectRoot: string,
  output: InterleavedOutput,
): Promise<readonly Counts[]> {
  const lanes = [
    steps.filter(({ part }) => part !== 'python'),
    steps.filter(({ part }) => part === 'python'),
  ];
  const results = lanes.map(async (laneSteps) => {
    const lane = output.open();
    const counts: Counts[] = [];
    for (const step of laneSteps) counts.push(await runStep(step, projectRoot, lane));
    lane.end();
    return counts;
  });
  return (await Promise.all(results)).flat();
}

async function runStep(step: Step, projectRoot: string, lane: OutputLane): Promise<Counts> {
  lane.write(`\n── ${step.name} ──\n`);
  const startedAt = Date.now();
  const counts = step.count(await exitCodeOf(step, projectRoot, lane));
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const parts = [
    `${counts.passed} passed`,
    `${counts.failed} failed`,
    ...(counts.skipped ? [`${counts.skipped} skipped`] : []),
  ];
  lane.write(`${counts.failed === 0 ? '✓' : '✗'} ${step.name}: ${parts.join(', ')} (${seconds} s)\n`);
  if (counts.remark) lane.write(`  ${counts.remark}\n`);
  return counts;
}

function exitCodeOf(step: Step, projectRoot: string, lane: OutputLane): Promise<number> {
  const [program, ...args] = step.command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: projectRoot,
      env: step.environment ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.stdout.on('data', (data: Buffer) => lane.write(data));
    child.stderr.on('data', (data: Buffer) => lane.write(data));
    child.once('error', (error) => {
      running.delete(child);
      lane.write(`${program} cannot be started: ${error.message}\n`);
      resolve(127);
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      if (signal) lane.write(`ended by ${signal}\n`);
      resolve(code ?? 1);
    });
  });
}
