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

/** Waits until something is so, and fails if that takes too long. */
export async function eventually(isSo: () => boolean, patienceMilliseconds: number): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`still not so after ${patienceMilliseconds} ms: ${isSo}`);
    await sleep(20);
  }
}
