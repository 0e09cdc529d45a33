import { startCommand } from './start-command';
import { PROJECT_ROOT, StateDirectory } from './state-directory';
import { readToolchain } from './toolchain/toolchain';

void startCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  toolchain: readToolchain(PROJECT_ROOT),
}).then((code) => {
  // Nothing is left to wait for but what watches for changes.
  process.exit(code);
});
