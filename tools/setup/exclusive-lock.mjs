/** One set-up at a time: the second waits for the first, and takes over from one that died. */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const POLL_MILLISECONDS = 300;
const REMINDER_MILLISECONDS = 10_000;
// Who was ended, or found the disk full, between creating the lock and writing to it.
const NAMELESS_MILLISECONDS = 5_000;

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
  let announcedAt = 0;
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const other = holder(lockFile);
    if (other === undefined ? isOlderThan(lockFile, NAMELESS_MILLISECONDS) : !isRunning(other)) {
      takeAway(lockFile, other);
      continue;
    }
    if (other !== undefined && Date.now() - announcedAt > REMINDER_MILLISECONDS) {
      console.error(
        `Another set-up is running (process ${other}); waiting for it. If that process is no set-up, delete ${lockFile}.`,
      );
      announcedAt = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

/** Removes the lock of a dead process, unless another that waits has just done so and holds a new one. */
function takeAway(lockFile, dead) {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (holder(aside) === dead) rmSync(aside);
  else renameSync(aside, lockFile);
}

function isOlderThan(file, milliseconds) {
  const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
  return Date.now() - mtimeMs > milliseconds;
}

function holder(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
