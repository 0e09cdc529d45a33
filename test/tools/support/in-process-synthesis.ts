/**
 * Replaces `tools/artefacts/synthesis.ts` in tests: synthesizes in this process, which has loaded the constructs, instead of starting
 * one for `main.ts`. Tests whose subject is not synthesis mock that module with this one.
 */
import { App } from 'cdktf';
import { SynthesisError, synthesize as synthesizeApp } from '../../../constructs/medallion/synthesis';
import { environments } from '../../../constructs/music-streaming/environment-files';
import { MusicStreamingStack } from '../../../constructs/music-streaming/music-streaming-stack';
import { Artefacts, LOCAL_ENVIRONMENT } from '../../../tools/artefacts/artefacts';
import type { StateDirectory } from '../../../tools/artefacts/state-directory';
import type { Synthesis } from '../../../tools/artefacts/synthesis';
import { UserError } from '../../../tools/terminal/user-error';

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
