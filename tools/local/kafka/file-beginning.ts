import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Beginning } from './delivery-record';

const CHUNK_BYTES = 1024 * 1024;

/** Hashes several beginnings of a file while reading it once; the lengths must ascend. */
export function hashBeginnings<const Lengths extends readonly number[]>(
  file: string | undefined,
  lengths: Lengths,
): { readonly [Index in keyof Lengths]: Beginning } {
  const hash = createHash('sha256');
  const beginnings: Beginning[] = [];
  const descriptor = file === undefined ? undefined : openSync(file, 'r');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let position = 0;
  try {
    for (const length of lengths) {
      while (descriptor !== undefined && position < length) {
        const read = readSync(descriptor, chunk, 0, Math.min(CHUNK_BYTES, length - position), position);
        if (read === 0) break;
        hash.update(chunk.subarray(0, read));
        position += read;
      }
      beginnings.push({ bytes: position, sha256: hash.copy().digest('hex') });
    }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return beginnings as unknown as { readonly [Index in keyof Lengths]: Beginning };
}

/** One byte of a file, or nothing where the file has none. */
export function byteAt(file: string, position: number): number | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const byte = Buffer.alloc(1);
    return readSync(descriptor, byte, 0, 1, position) === 1 ? byte[0] : undefined;
  } finally {
    closeSync(descriptor);
  }
}
