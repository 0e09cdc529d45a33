import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '../support/temporary-directory';

/** A directory for one test, whose name has a space on purpose. */
export class ScratchDirectory {
  readonly path = mkdtempSync(join(temporaryDirectory(), 'set up '));

  /** Writes a file, with the directories above it, and returns its path. */
  write(name: string, content: string): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Writes a shell script that can be run, and returns its path. */
  program(name: string, body: string): string {
    const file = this.write(name, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  }
}
