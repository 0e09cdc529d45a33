import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';

/** Editors write several files, or one several times: wait until they are done. */
const QUIET_MILLISECONDS = 250;

/** Files that changed, each time some did; those that change meanwhile come with the next time. */
export async function* sourceChanges(sources: readonly string[]): AsyncGenerator<string[], void> {
  const watcher = watch([...sources], {
    ignoreInitial: true,
    ignored: (file) => file.includes('__pycache__') || path.basename(file).startsWith('.'),
  });
  const changed = new Set<string>();
  let notice: () => void = () => undefined;
  watcher.on('all', (_event, file) => {
    changed.add(file);
    notice();
  });
  try {
    for (;;) {
      if (changed.size === 0) await new Promise<void>((resolve) => (notice = resolve));
      let known = 0;
      while (changed.size > known) {
        known = changed.size;
        await sleep(QUIET_MILLISECONDS);
      }
      const files = [...changed].sort();
      changed.clear();
      yield files;
    }
  } finally {
    await watcher.close();
  }
}
