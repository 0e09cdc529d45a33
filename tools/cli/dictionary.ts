import { dictionaryCommand } from './dictionary/dictionary-command';
import { PROJECT_ROOT, StateDirectory } from './state-directory';

void dictionaryCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  projectRoot: PROJECT_ROOT,
  output: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
