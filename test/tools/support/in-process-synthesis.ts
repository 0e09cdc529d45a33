/**
 * Stands in for `local/synthesis.ts`: synthesizes in this process, which has loaded the constructs, instead of starting
 * one for `main.ts`. Tests whose subject is not synthesis mock that module with this one.
 */
import { App } from 'cdktf';
import { SynthesisError, synthesize as synthesizeApp } from '../../../constructs/medallion/synthesis';
import { MusicStreamingStack } from '../../../constructs/music-streaming/music-streaming-stack';
import { environments } from '../../../environments/environment';
import { Artefacts, LOCAL_ENVIRONMENT } from '../../../local/artefacts';
import type { StateDirectory } from '../../../local/state-directory';
import type { Synthesis } from '../../../local/synthesis';
import { UserError } from '../../../local/user-error';

export async function synthesize({
  environments: names,
  output,
}: Pick<Synthesis, 'environments' | 'output'>): Promise<void> {
  process.env.ENVIRONMENTS = names;
  try {
    const app = new App({ outdir: output });
    for (const [name, environment] of environments()) new MusicStreamingStack(app, name, environment);
    await synthesizeApp(app);
  } catch (error) {
    throw error instanceof SynthesisError ? new UserError(error.message) : error;
  } finally {
    delete process.env.ENVIRONMENTS;
  }
}

export async function synthesizeArtefacts(
  state: StateDirectory,
  names: string = LOCAL_ENVIRONMENT,
): Promise<Artefacts> {
  await synthesize({ environments: names, output: state.synthesized });
  return Artefacts.read(state.synthesized);
}
