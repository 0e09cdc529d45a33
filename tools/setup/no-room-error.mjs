/** The explanation of a full disk, whoever found it: Node, npm, pip, uv or Java. */
import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { SetUpError } from './set-up-error.mjs';

const NO_ROOM = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i;

/** The error for a failure that was for lack of room; undefined for any other. */
export function noRoomError(error, directory) {
  if (error instanceof NoRoomError) return error;
  if (!NO_ROOM.test(`${error.code} ${error.message} ${error.lines?.join('\n')}`)) return undefined;
  const free = [directory, tmpdir()].map((each) => `${freeMegabytes(each)} MB in ${each}`).join(', ');
  return new NoRoomError(
    [
      error.message,
      '',
      `  The disk was full. Free now: ${free}.`,
      '  Free up space and run the command again; what is complete is kept. The set-up needs up to 3.4 GB for the cache,',
      '  which XDG_CACHE_HOME moves to another disk, and 0.8 GB for a clone on another disk than the cache.',
    ].join('\n'),
  );
}

/** A full disk, which is explained already. */
export class NoRoomError extends SetUpError {}

/** What is free on the disk of a directory, whether it exists yet or not. */
export function freeMegabytes(directory) {
  if (!existsSync(directory)) return freeMegabytes(dirname(directory));
  const { bavail, bsize } = statfsSync(directory);
  return Math.floor((bavail * bsize) / 1_000_000);
}
