import { StateDirectory } from '../artefacts/state-directory';
import { lineageCommand } from './lineage-command';

void lineageCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  variables: process.env,
  output: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
