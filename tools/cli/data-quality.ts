import { dataQualityCommand } from './data-quality-command';
import { PROJECT_ROOT, StateDirectory } from './state-directory';
import { readToolchain } from './toolchain/toolchain';

void dataQualityCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  toolchain: readToolchain(PROJECT_ROOT),
  variables: process.env,
  output: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
