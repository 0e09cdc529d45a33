import path from 'node:path';
import type { Artefacts } from '../artefacts/artefacts';
import { StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import type { RunningCommand } from './command';

/**
 * Synthesizes the project as it is now, into a state directory of the command's own: `medallion start` may be running on
 * the other one.
 *
 * @param environments names with commas between them. @default - the one that runs here
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
