/** Runs `npm start` on another state directory and toolchain: arguments are both, then the command line. */
import { readFileSync } from 'node:fs';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { startCommand } from '../../../tools/cli/start-command';

const [state = '', toolchain = '', ...commandLine] = process.argv.slice(2);

void startCommand(commandLine, {
  state: new StateDirectory(state),
  toolchain: JSON.parse(readFileSync(toolchain, 'utf8')),
}).then((code) => {
  process.exit(code);
});
