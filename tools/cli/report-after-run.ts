import type { PlatformProps } from '../local/platform';
import { writeReport } from '../report/write-report';
import { describeError } from '../terminal/user-error';

/**
 * Writes the report at the end of a run, with progress. A failure to write it does not fail the run.
 *
 * @param artefacts directory of the notebooks and the manifest
 * @returns the path of the report; undefined if it could not be written
 */
export async function reportAfterRun(artefacts: string, props: PlatformProps): Promise<string | undefined> {
  const { state, toolchain, progress } = props;
  const activity = progress.begin('Writing the report');
  try {
    const file = await writeReport(artefacts, state, toolchain);
    activity.done(state.display(file));
    return file;
  } catch (error) {
    activity.failed('failed');
    progress.line(describeError(error));
    return undefined;
  } finally {
    activity.dismiss();
  }
}
