/** Stamps: a file that says from which inputs its directory was made. Written last, so half a set-up has none. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** SHA-256 over files and plain values, as hexadecimal digits. */
export function stampOf(files, values = []) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file)).update('\0');
  for (const value of values) hash.update(value).update('\0');
  return hash.digest('hex');
}

/** Whether the stamp file says exactly this. */
export function isStamped(stampFile, stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === stamp;
}

/** Writes a file so that no reader ever sees half of it. */
export function writeWhole(file, text) {
  const unfinished = `${file}.${process.pid}.unfinished`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}
