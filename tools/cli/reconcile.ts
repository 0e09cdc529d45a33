import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { readToolchain } from '../setup/toolchain';
import { reconciliationCommand } from './reconciliation-command';

void reconciliationCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  toolchain: readToolchain(PROJECT_ROOT),
  output: process.stdout,
  variables: process.env,
}).then((code) => {
  process.exitCode = code;
});
