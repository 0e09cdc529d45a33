import { setTimeout as sleep } from 'node:timers/promises';

/** Whether any process of a group is left. */
export function isRunning(group: number | undefined): boolean {
  if (group === undefined) throw new Error('the process was never started');
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** Waits until something is so, for as long as jest lets the test run: machines may be slow. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
