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
  return new NoRoomError(
    `${error.message}\n\n  The disk is full: ${freeMegabytes(directory)} MB are free in ${directory}, and ${freeMegabytes(tmpdir())} MB in ${tmpdir()}.\n` +
      '  Free about 4 GB in the first, or set XDG_CACHE_HOME to a directory on another disk, and 200 MB in the second,\n' +
      '  or set TMPDIR; then run the command again. What is complete is kept.',
  );
}

/** A full disk, which is explained already. */
export class NoRoomError extends SetUpError {}

function freeMegabytes(directory) {
  if (!existsSync(directory)) return freeMegabytes(dirname(directory));
  const { bavail, bsize } = statfsSync(directory);
  return Math.floor((bavail * bsize) / 1_000_000);
}
