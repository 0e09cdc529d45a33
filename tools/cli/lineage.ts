import { lineageCommand } from './lineage/lineage-command';
import { StateDirectory } from './state-directory';

void lineageCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  variables: process.env,
  output: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
