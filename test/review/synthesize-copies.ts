/** Synthesizes copies of the project, one for each message, in one process: loading cdktf is what takes long. */
import path from 'node:path';
import type { App as AppType } from 'cdktf';
import type { synthesize as Synthesize } from '../../constructs/medallion/synthesis';
import type { MusicStreamingStack as StackType } from '../../constructs/music-streaming/music-streaming-stack';
import type { environments as Environments } from '../../environments/environment';

/** A copy to synthesize. */
export interface CopyRequest {
  readonly copy: string;
  readonly output: string;
  readonly environments: string;
}

process.on('message', (request: CopyRequest) => {
  synthesizeCopy(request).then(
    () => process.send?.({}),
    (error: Error) => process.send?.({ problem: error.message }),
  );
});

/** What `main.ts` does, with the modules of the copy. */
async function synthesizeCopy({ copy, output, environments: names }: CopyRequest): Promise<void> {
  const of = <T>(module: string): T => require(path.join(copy, module)) as T;
  process.env.ENVIRONMENTS = names;
  const { App } = of<{ App: typeof AppType }>('node_modules/cdktf');
  const { synthesize } = of<{ synthesize: typeof Synthesize }>('constructs/medallion/synthesis');
  const { environments } = of<{ environments: typeof Environments }>('environments/environment');
  const { MusicStreamingStack } = of<{ MusicStreamingStack: typeof StackType }>(
    'constructs/music-streaming/music-streaming-stack',
  );
  const app = new App({ outdir: output });
  for (const [name, environment] of environments()) new MusicStreamingStack(app, name, environment);
  await synthesize(app);
}
