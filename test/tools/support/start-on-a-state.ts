/** Runs `npm start` on another state directory and toolchain: arguments are both, then the command line. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { PROJECT_ROOT, StateDirectory } from '../../../tools/artefacts/state-directory';
import { runCommand } from '../../../tools/cli/command';
import { start } from '../../../tools/cli/start';

const [state = '', toolchain = '', ...commandLine] = process.argv.slice(2);

void runCommand(start, commandLine, {
  state: new StateDirectory(state),
  projectRoot: PROJECT_ROOT,
  variables: process.env,
  home: homedir(),
  synthesizedTo: state,
  output: process.stdout,
  toolchain: async () => JSON.parse(readFileSync(toolchain, 'utf8')),
}).then((code) => {
  process.exit(code);
});
