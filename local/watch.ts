import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import type { Platform, PlatformProps } from './platform';
import { renderResultTable } from './result-table';
import { PROJECT_ROOT } from './state-directory';
import { showProblems } from './update-problems';
import { describeError, UserError } from './user-error';

/** What the pipeline is made from. */
const SOURCES = ['notebooks', 'constructs', 'environments', 'main.ts'];

/** Editors write several files, or one several times: wait until they are done. */
const QUIET_MILLISECONDS = 250;

/** Synthesizes and updates whenever the pipeline's sources change, until interrupted. */
export async function watchSources(platform: Platform, props: PlatformProps): Promise<never> {
  const { progress } = props;
  for await (const changed of changes(SOURCES.map((source) => path.join(PROJECT_ROOT, source)))) {
    progress.line(`Changed: ${changed.map((file) => path.relative(PROJECT_ROOT, file)).join(', ')}`);
    try {
      await platform.synthesize();
      const report = await platform.update('Update');
      process.stdout.write(
        renderResultTable(platform.artefacts.manifest.datasets, [{ title: 'update', report }]),
      );
      if (report.finished.status === 'FAILED') showProblems(report, progress);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      progress.line(describeError(error));
    }
    progress.line('Watching for changes; Ctrl-C stops.');
  }
  throw new Error('watching ended by itself');
}

/** Files that changed, each time some did; those that change meanwhile come with the next time. */
async function* changes(sources: string[]): AsyncGenerator<string[]> {
  const watcher = watch(sources, {
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
