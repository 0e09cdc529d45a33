/** Keeps the platform running: delivers what a recording has grown by, and updates, for each line of input. */

import { createInterface } from 'node:readline';
import { StateDirectory } from '../../../../tools/artefacts/state-directory';
import { openEvents } from '../../../../tools/cli/events';
import { Platform } from '../../../../tools/local/platform';
import { readToolchain } from '../../../../tools/setup/toolchain';
import { Progress } from '../../../../tools/terminal/progress';

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
