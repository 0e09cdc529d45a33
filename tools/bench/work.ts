import { readdirSync, readFileSync } from 'node:fs';

/** Time spent on a task. */
export interface Work {
  readonly seconds: number;
  /** User and system time; undefined if the system does not report it. */
  readonly cpuSeconds?: number;
}

/** Measures a task performed by the processes of a group. */
export async function workOf(group: () => number | undefined, work: () => Promise<number>): Promise<Work> {
  const before = cpuSecondsOf(group());
  const seconds = await work();
  const after = cpuSecondsOf(group());
  return { seconds, cpuSeconds: after === undefined ? undefined : after - (before ?? 0) };
}

function cpuSecondsOf(group: number | undefined): number | undefined {
  return group === undefined ? undefined : usageOf(group)?.cpuSeconds;
}

/** Elapsed time of a task, in seconds. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

/** Clock ticks per second in /proc: the same on all Linux systems that Node supports. */
const TICKS = 100;
const KILOBYTE = 1024;

/** Resource usage of a process group. */
export interface ProcessUsage {
  /** User and system time in seconds, including ended children. */
  readonly cpuSeconds: number;
  /** Sum of the processes' peak memory, in bytes. */
  readonly peakBytes: number;
}

/** The resource usage of a process group; undefined on systems without /proc. */
export function usageOf(group: number): ProcessUsage | undefined {
  let cpuSeconds = 0;
  let peakBytes = 0;
  try {
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const usage = processUsage(entry, group);
      cpuSeconds += usage?.cpuSeconds ?? 0;
      peakBytes += usage?.peakBytes ?? 0;
    }
  } catch {
    return undefined;
  }
  return { cpuSeconds, peakBytes };
}

function processUsage(id: string, group: number): ProcessUsage | undefined {
  try {
    // Fields after the program name, which may contain spaces: state, parent, group, …
    const fields = (readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ').map(Number);
    if (fields[2] !== group) return undefined;
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
    return { cpuSeconds: ticks / TICKS, peakBytes: Number(peak ?? 0) * KILOBYTE };
  } catch {
    // The process has ended.
    return undefined;
  }
}
