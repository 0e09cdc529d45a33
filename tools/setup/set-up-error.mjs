/** A set-up failure that its message explains completely: what, where, and what to do. */
export class SetUpError extends Error {}
