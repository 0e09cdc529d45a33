/** A problem that the user can solve: shown as its message, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Failures of the file system that a user can do something about. */
const FILE_FAILURES: Readonly<Record<string, string>> = {
  EACCES: 'cannot be written or read: your user has no permission. Change its permissions, or its owner',
  EPERM: 'cannot be changed: the system does not allow it. Check its owner and attributes',
  EROFS: 'cannot be written: it is on a read-only file system',
  ENOSPC: 'cannot be written: the disk is full. Free up space and run the command again',
  EDQUOT: 'cannot be written: your disk quota is used up. Free up space and run the command again',
};

/** What to show of anything thrown: the message alone where it was written for the user. */
export function describeError(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code = '', path, message, stack } = error as NodeJS.ErrnoException;
  const failure = FILE_FAILURES[code];
  return failure === undefined ? (stack ?? message) : `${path ?? message} ${failure}.`;
}
