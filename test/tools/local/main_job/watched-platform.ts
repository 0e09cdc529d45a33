/** Synthesizes the platform as it is in production, for a test that asks every query of what watches it. */

import { App } from 'cdktf';
import { synthesize } from '../../../../constructs/medallion/synthesis';
import { MusicStreamingStack } from '../../../../constructs/music-streaming/music-streaming-stack';
import prod from '../../../../environments/prod';

const app = new App();
new MusicStreamingStack(app, 'prod', {
  ...prod,
  // The topics of the test hold few messages.
  monitoring: { ...prod.monitoring, thresholds: { backlogRecords: 50 } },
});
synthesize(app).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
