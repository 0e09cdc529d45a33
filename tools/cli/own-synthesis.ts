import path from 'node:path';
import type { Artefacts } from '../artefacts/artefacts';
import { StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import type { RunningCommand } from './command';

/**
 * Synthesizes the current state of the project into a separate state directory, because `medallion start` may be using
 * the main one.
 *
 * @param environments comma-separated names. @default - the local environment
 */
export async function synthesizedFor(
  command: string,
  { state, progress }: RunningCommand,
  environments?: string,
): Promise<{ readonly artefacts: Artefacts; readonly state: StateDirectory }> {
  const own = new StateDirectory(path.join(state.root, command));
  const activity = progress.begin('Synthesizing the pipeline');
  try {
    return { artefacts: await synthesizeArtefacts(own, environments), state: own };
  } finally {
    activity.dismiss();
  }
}
