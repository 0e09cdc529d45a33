import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { SupervisedProcess } from '../process/supervised-process';
import type { Toolchain } from '../setup/toolchain';
import type { Progress } from '../terminal/progress';
import { compare } from './comparison';
import { measureDefaultRun } from './default-run';
import { measureReview } from './review-of-many-tables';
import { formatRate, type Measurement, renderComparison, renderMeasurements } from './tables';

/** Environment of the benchmarks. */
export interface BenchProps {
  readonly progress: Progress;
  readonly toolchain: Toolchain;
}

/** State directory of the benchmarks; `remove` first ends processes that use it. */
export function benchDirectory(): { readonly root: string; remove(): Promise<void> } {
  const root = mkdtempSync(path.join(tmpdir(), 'music-streaming-bench-'));
  return {
    root,
    async remove() {
      SupervisedProcess.killAll();
      await SupervisedProcess.allEnded();
      // Child processes of a killed npm start may still write for a moment.
      rmSync(root, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/**
 * Measures the platform on this machine and compares it with other ways to process the same events.
 *
 * @param size number of page views, and of listens, in the first load
 * @param root directory for all state
 * @returns tables with the measurements
 */
export async function bench(
  size: number,
  root: string,
  { progress, toolchain }: BenchProps,
): Promise<string> {
  const measurements = [
    ...(await measureReview(root, progress)),
    ...(await measureDefaultRun(root, progress)),
  ];
  const comparison = await compare(size, { root, progress, toolchain });
  const { firstEvents, deliverySeconds } = comparison;
  const delivery: Measurement = {
    what: `delivering ${firstEvents.toLocaleString('en')} events to Kafka`,
    value: formatRate(firstEvents, deliverySeconds),
  };
  const platform = renderMeasurements([...measurements, delivery], cpus().length);
  return `\n${platform}\n${renderComparison(comparison)}`;
}
