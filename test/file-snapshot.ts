import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

declare global {
  namespace jest {
    interface Matchers<R> {
      /**
       * Passes if `file` holds exactly this text. Like other snapshots, a file that is missing is written, except
       * with `--ci`, and `npx jest -u` rewrites one that differs.
       */
      toMatchFile(file: string): R;
    }
  }
}

type UpdateMode = 'all' | 'new' | 'none';

/** What jest was told to do with snapshots; it tells a matcher no other way. */
function updateMode(context: jest.MatcherContext): UpdateMode {
  return (context as unknown as { snapshotState: { _updateSnapshot: UpdateMode } }).snapshotState
    ._updateSnapshot;
}

expect.extend({
  toMatchFile(text: string, file: string) {
    const mode = updateMode(this);
    const kept = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    const name = relative(process.cwd(), file);
    if (kept === text) return { pass: true, message: () => `${name} holds the text` };
    if (mode === 'all' || (mode === 'new' && kept === undefined)) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return { pass: true, message: () => `${name} holds the text` };
    }
    return {
      pass: false,
      message: () =>
        kept === undefined
          ? `${name} does not exist. Write it with npx jest -u, and review it.`
          : `${name} differs. If that is meant, npx jest -u rewrites it.\n\n${this.utils.diff(kept, text, { expand: false })}`,
    };
  },
});
