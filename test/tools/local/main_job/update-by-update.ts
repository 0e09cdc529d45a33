/** Keeps the platform running: delivers what a recording has grown by, and updates, for each line of input. */

import { createInterface } from 'node:readline';
import { openEvents } from '../../../local/events';
import { Platform } from '../../../local/platform';
import { Progress } from '../../../local/progress';
import { StateDirectory } from '../../../local/state-directory';
import { readToolchain } from '../../../local/toolchain/toolchain';

async function updateByUpdate(directory: string): Promise<void> {
  const state = new StateDirectory();
  const platform = new Platform({ state, toolchain: readToolchain(), progress: new Progress() });
  const events = openEvents({ events: directory, fullRefresh: [], clean: false, watch: false }, state);
  try {
    await platform.start(events.expectedMessages);
    for await (const _ of createInterface({ input: process.stdin })) {
      await platform.synthesize();
      const recording = events.recording(platform.artefacts.topics);
      await platform.replay(recording, events.record, 'what is new');
      const { finished } = await platform.update('Update');
      process.stdout.write(`${JSON.stringify(finished)}\n`);
    }
  } finally {
    await platform.stop(false);
  }
}

void updateByUpdate(process.argv[2] ?? '');
