import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { readToolchain } from '../setup/toolchain';
import { startCommand } from './start-command';

void startCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  toolchain: readToolchain(PROJECT_ROOT),
}).then((code) => {
  // Nothing is left to wait for but what watches for changes.
  process.exit(code);
});
