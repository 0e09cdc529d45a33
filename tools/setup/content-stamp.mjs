/** Stamps: what something was made from, as one hash. */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** SHA-256 over files and plain values, as hexadecimal digits. */
export function stampOf(files, values = []) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file)).update('\0');
  for (const value of values) hash.update(value).update('\0');
  return hash.digest('hex');
}

/** Writes a file so that no reader ever sees half of it. */
export function writeWhole(file, text) {
  const unfinished = `${file}.${process.pid}.unfinished`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}
