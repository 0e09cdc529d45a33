/** A problem that the user can solve: shown as its message, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** What to show of anything thrown: the message alone where it was written for the user. */
export function describeError(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}
