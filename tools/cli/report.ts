import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { readToolchain } from '../setup/toolchain';
import { reportCommand } from './report-command';

void reportCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  toolchain: readToolchain(PROJECT_ROOT),
  output: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
