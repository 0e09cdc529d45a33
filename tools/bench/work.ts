import { usageOf } from './process-usage';

/** What a piece of work took. */
export interface Work {
  readonly seconds: number;
  /** User and system time; nothing where the system does not tell. */
  readonly cpuSeconds?: number;
}

/** Measures work that the processes of a group do. */
export async function workOf(group: () => number | undefined, work: () => Promise<number>): Promise<Work> {
  const before = cpuSecondsOf(group());
  const seconds = await work();
  const after = cpuSecondsOf(group());
  return { seconds, cpuSeconds: after === undefined ? undefined : after - (before ?? 0) };
}

function cpuSecondsOf(group: number | undefined): number | undefined {
  return group === undefined ? undefined : usageOf(group)?.cpuSeconds;
}
