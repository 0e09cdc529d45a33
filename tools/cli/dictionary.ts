import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { dictionaryCommand } from './dictionary-command';

void dictionaryCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  projectRoot: PROJECT_ROOT,
  output: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
