import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 15;

/** The last lines of a log file, however long it is. */
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
