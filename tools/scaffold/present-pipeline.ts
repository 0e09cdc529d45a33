import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'cdktf';
import type { Dataset, Layer, MedallionPipeline } from '../../constructs/medallion/graph';
import { SynthesisError, synthesize } from '../../constructs/medallion/synthesis';
import { environments } from '../../constructs/music-streaming/environment-files';
import { MusicStreamingStack } from '../../constructs/music-streaming/music-streaming-stack';
import { UserError } from '../terminal/user-error';

/** The platform's pipeline as its constructs have it now; there is no second list of datasets. */
export async function presentPipeline(): Promise<MedallionPipeline> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'music-streaming-new-'));
  try {
    const app = new App({ outdir });
    // Every environment has the same datasets.
    const [[name, environment] = missingEnvironment()] = environments();
    const { pipeline } = new MusicStreamingStack(app, name, environment);
    await synthesize(app);
    return pipeline;
  } catch (error) {
    if (!(error instanceof SynthesisError)) throw error;
    throw new UserError(`The project cannot be added to before it synthesizes:\n${error.message}`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function missingEnvironment(): never {
  throw new UserError('environments/ has no environment: add one, for example environments/dev.ts.');
}

/** Name of the property of `owner` that holds `value`, as code would read it; nothing if none does. */
export function propertyOf(owner: Layer | MedallionPipeline, value: Layer | Dataset): string | undefined {
  return Object.entries(owner).find(([, held]) => held === value)?.[0];
}
