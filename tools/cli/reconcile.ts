import { reconciliationCommand } from './reconciliation/reconciliation-command';
import { PROJECT_ROOT, StateDirectory } from './state-directory';
import { readToolchain } from './toolchain/toolchain';

void reconciliationCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  toolchain: readToolchain(PROJECT_ROOT),
  output: process.stdout,
  variables: process.env,
}).then((code) => {
  process.exitCode = code;
});
