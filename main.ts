import { App } from 'cdktf';
import { SynthesisError, synthesize } from './constructs/medallion';
import { environments } from './constructs/music-streaming/environment-files';
import { MusicStreamingStack } from './constructs/music-streaming/music-streaming-stack';

async function main(): Promise<void> {
  const app = new App();
  for (const [name, environment] of environments()) new MusicStreamingStack(app, name, environment);
  await synthesize(app);
}

main().catch((error: unknown) => {
  if (!(error instanceof SynthesisError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
