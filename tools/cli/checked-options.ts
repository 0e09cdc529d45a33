import { fullRefreshProblems } from '../local/full-refresh';
import { Recording, recordedFiles } from '../local/kafka/recording';
import type { Platform } from '../local/platform';
import { UserError } from '../terminal/user-error';
import type { StartOptions } from './start-options';

/**
 * Validates options against the pipeline before anything is removed or started.
 *
 * Names of datasets and topics require a synthesized pipeline, so it is synthesized first if an option has such names;
 * otherwise it is synthesized while everything else starts.
 *
 * @returns whether the pipeline was synthesized
 * @throws UserError with all problems
 */
export async function checkOptions(options: StartOptions, platform: Platform): Promise<boolean> {
  const { events, fullRefresh } = options;
  // Cheap, so checked before the synthesis.
  if (events !== undefined) recordedFiles(events);
  if (events === undefined && (fullRefresh === 'all' || fullRefresh.length === 0)) return false;
  await platform.synthesize();
  const { manifest, topics } = platform.artefacts;
  const problems = [
    ...(events === undefined ? [] : recordingProblems(events, topics)),
    ...(fullRefresh === 'all' ? [] : fullRefreshProblems(fullRefresh, manifest)),
  ];
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return true;
}

function recordingProblems(directory: string, topics: readonly string[]): string[] {
  try {
    Recording.open(directory, topics);
    return [];
  } catch (error) {
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}
