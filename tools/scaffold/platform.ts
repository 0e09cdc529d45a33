import path from 'node:path';
import { App } from 'cdktf';
import { synthesize } from '../../constructs/medallion/synthesis';
import type * as EnvironmentFiles from '../../constructs/music-streaming/environment-files';
import type { MusicStreamingPlatform } from '../../constructs/music-streaming/music-streaming-platform';
import type * as Stack from '../../constructs/music-streaming/music-streaming-stack';
import { UserError } from '../terminal/user-error';

const CONSTRUCTS = path.resolve(__dirname, '..', '..', 'constructs');

/** What an author edits, and `new` too: loaded again each time, because this process may have loaded it before the edit. */
const AUTHORED = path.join(CONSTRUCTS, 'music-streaming');

/**
 * Synthesizes environments as the constructs have them at this moment.
 *
 * @param most how many environments. @default - all
 * @returns the platform of one of them: every environment has the same datasets
 * @throws SynthesisError with everything that is wrong
 */
export async function synthesizePlatform(outdir: string, most?: number): Promise<MusicStreamingPlatform> {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(AUTHORED + path.sep)) delete require.cache[file];
  }
  const { environments } = require(path.join(AUTHORED, 'environment-files')) as typeof EnvironmentFiles;
  const { MusicStreamingStack } = require(path.join(AUTHORED, 'music-streaming-stack')) as typeof Stack;
  const app = new App({ outdir });
  const [stack] = [...environments()]
    .slice(0, most)
    .map(([name, environment]) => new MusicStreamingStack(app, name, environment));
  if (stack === undefined) {
    throw new UserError('environments/ has no environment: add one, for example environments/dev.ts.');
  }
  await synthesize(app);
  return stack.platform;
}
