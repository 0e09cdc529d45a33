/** What to show of a failed set-up: a message that says what to do, or the error itself if nobody expected it. */
import { noRoomError } from './no-room-error.mjs';
import { SetUpError } from './set-up-error.mjs';

export function describeSetUpFailure(error, projectRoot) {
  const known = noRoomError(error, projectRoot) ?? error;
  if (known instanceof SetUpError) return `\n${known.message}\n`;
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code) || !error.path) return error;
  return (
    `\n${error.path} cannot be written (${error.code}).\n` +
    '  Make it writable and run the command again. What another user installed there can be deleted.\n'
  );
}
