import path from 'node:path';
import type { StateDirectory } from '../artefacts/state-directory';
import { synthesize } from '../artefacts/synthesis';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { deploymentDirectory, withCheckoutLock } from './checkout-lock';
import { SynthesizedStack } from './synthesized-stack';

/**
 * Synthesizes an environment.
 *
 * @param output directory in which Terraform runs, to which the path of a local state is relative
 * @returns the synthesized stack, or the error, so that it can be shown together with other problems
 */
export async function synthesizedStack(
  environment: string,
  { output, state }: { readonly output: string; readonly state: StateDirectory },
  progress: Progress,
): Promise<SynthesizedStack | UserError> {
  const activity = progress.begin(`Synthesizing ${environment}`);
  try {
    return await withCheckoutLock(state, progress, async () => {
      const log = path.join(deploymentDirectory(state), 'synth.log');
      await synthesize({ environments: environment, output, log });
      return SynthesizedStack.read(output, environment);
    });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  } finally {
    activity.dismiss();
  }
}
