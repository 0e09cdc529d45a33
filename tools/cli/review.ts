import { homedir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { reviewCommand } from './review-command';

void reviewCommand(process.argv.slice(2), {
  state: new StateDirectory(),
  projectRoot: PROJECT_ROOT,
  // Where plain cdktf has it, so that both find the same state and the same providers.
  output: path.join(PROJECT_ROOT, 'cdktf.out'),
  variables: process.env,
  home: homedir(),
  interactive: process.stdin.isTTY === true,
  standardOutput: process.stdout,
}).then((code) => {
  process.exitCode = code;
});
