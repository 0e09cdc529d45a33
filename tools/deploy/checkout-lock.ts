import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateDirectory } from '../artefacts/state-directory';
import { ExclusiveLock } from '../process/exclusive-lock';
import type { Progress } from '../terminal/progress';

const RETRY_INTERVAL = 200;

/** Directory for the files of deployments: plans and logs. */
export function deploymentDirectory(state: StateDirectory): string {
  return path.join(state.root, 'deployment');
}

/**
 * Runs a task while no other command of this checkout synthesizes, plans or applies: they share `cdktf.out` and
 * Terraform's working directories. Nobody is asked anything while the lock is held.
 */
export async function withCheckoutLock<T>(
  state: StateDirectory,
  progress: Progress,
  task: () => Promise<T>,
): Promise<T> {
  const directory = deploymentDirectory(state);
  let isWaiting = false;
  const lock = await ExclusiveLock.acquire(path.join(directory, 'lock.json'), {
    async inUse(process) {
      if (!isWaiting) {
        progress.line(`Waiting for a different deployment or review in this checkout (process ${process}).`);
      }
      isWaiting = true;
      await sleep(RETRY_INTERVAL);
    },
  });
  try {
    removePlansOfKilledCommands(directory);
    return await task();
  } finally {
    lock.release();
  }
}

function removePlansOfKilledCommands(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (name.startsWith('plan-')) rmSync(path.join(directory, name), { recursive: true, force: true });
  }
}
