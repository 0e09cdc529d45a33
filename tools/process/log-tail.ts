import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 15;

/** Explanations of environment problems by log message. */
const CAUSES: Readonly<Record<string, string>> = {
  'No space left on device': 'the disk is full. Free up space and run the command again',
  'Read-only file system': 'its directory is on a read-only file system',
  'Permission denied': 'your user has no permission for its files',
  'Address already in use': 'its port is in use by a different program. Run the command again',
};

/** The environment problem at the end of a log file; undefined if there is none. */
export function causeIn(file: string): string | undefined {
  const tail = tailOf(file);
  return Object.entries(CAUSES).find(([words]) => tail.includes(words))?.[1];
}

/** The last lines of a log file. */
export function tailOf(file: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return '  (no log was written)';
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    const lines = buffer.toString().trimEnd().split('\n').slice(-TAIL_LINES);
    return lines.map((line) => `  ${line}`).join('\n');
  } finally {
    closeSync(descriptor);
  }
}
