import path from 'node:path';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import type { Platform, PlatformProps } from '../local/platform';
import { sourceChanges } from '../local/source-changes';
import { describeError, UserError } from '../terminal/user-error';
import { reportAfterRun } from './report-after-run';
import { type ResultStreams, showUpdates } from './update-result';

/** Sources of the pipeline. */
const SOURCES = ['notebooks', 'constructs', 'environments', 'main.ts'];

/** Synthesizes and updates whenever the pipeline's sources change, until interrupted. */
export async function watchSources(platform: Platform, props: PlatformProps & ResultStreams): Promise<never> {
  const { progress } = props;
  for await (const changed of sourceChanges(SOURCES.map((source) => path.join(PROJECT_ROOT, source)))) {
    progress.line(`Changed: ${changed.map((file) => path.relative(PROJECT_ROOT, file)).join(', ')}`);
    try {
      await platform.synthesize();
      const report = await platform.update('Update');
      const { manifest, directory } = platform.artefacts;
      showUpdates(manifest, [{ title: 'update', report }], props);
      await reportAfterRun(directory, props);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      progress.problem(describeError(error));
    }
    progress.line('Watching for changes; Ctrl-C stops.');
  }
  throw new Error('watching for changes ended unexpectedly');
}
