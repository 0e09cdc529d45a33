import { reportCommand } from './report/report-command';
import { PROJECT_ROOT, StateDirectory } from './state-directory';
import { readToolchain } from './toolchain/toolchain';

void reportCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  toolchain: readToolchain(PROJECT_ROOT),
  output: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
