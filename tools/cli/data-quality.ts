import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { readToolchain } from '../setup/toolchain';
import { dataQualityCommand } from './data-quality-command';

void dataQualityCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  toolchain: readToolchain(PROJECT_ROOT),
  variables: process.env,
  output: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
