/**
 * Replaces `tools/artefacts/synthesis.ts` in tests: synthesizes in this process, which has loaded the constructs, instead of starting
 * one for `main.ts`. Tests whose subject is not synthesis mock that module with this one.
 */
import { cpSync } from 'node:fs';
import { App } from 'cdktf';
import { SynthesisError, synthesize as synthesizeApp } from '../../../constructs/medallion/synthesis';
import { environments } from '../../../constructs/music-streaming/environment-files';
import { MusicStreamingStack } from '../../../constructs/music-streaming/music-streaming-stack';
import { Artefacts, LOCAL_ENVIRONMENT } from '../../../tools/artefacts/artefacts';
import type { StateDirectory } from '../../../tools/artefacts/state-directory';
import type { Synthesis } from '../../../tools/artefacts/synthesis';
import { UserError } from '../../../tools/terminal/user-error';
import { temporaryDirectory } from './temporary-directory';

/** Directories with what was synthesized, by the names of the environments: the same sources give the same output. */
const synthesized = new Map<string, string>();

export async function synthesize({
  environments: names,
  output,
}: Pick<Synthesis, 'environments' | 'output'>): Promise<void> {
  if (!synthesized.has(names)) {
    const outdir = temporaryDirectory();
    await synthesizeTo(outdir, names);
    synthesized.set(names, outdir);
  }
  cpSync(synthesized.get(names) as string, output, { recursive: true });
}

async function synthesizeTo(outdir: string, names: string): Promise<void> {
  process.env.ENVIRONMENTS = names;
  try {
    const app = new App({ outdir });
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
