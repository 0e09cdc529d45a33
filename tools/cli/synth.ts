import { StateDirectory } from '../artefacts/state-directory';
import { synthCommand } from './synth-command';

void synthCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  standardOutput: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
