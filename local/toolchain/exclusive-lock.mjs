/** One set-up at a time: the second waits for the first, and takes over from one that died. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const POLL_MILLISECONDS = 300;

/** Runs the work while holding the lock file, which names the process that holds it. */
export async function withSetUpLock(lockFile, work) {
  await acquire(lockFile);
  const release = () => {
    if (holder(lockFile) === process.pid) rmSync(lockFile, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

async function acquire(lockFile) {
  let announced = false;
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const other = holder(lockFile);
    if (other !== undefined && !isRunning(other)) {
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!announced) {
      console.error(`Another set-up is running (process ${other}); waiting for it. Lock: ${lockFile}`);
      announced = true;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

function holder(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(process_id) {
  try {
    process.kill(process_id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
