/** Runs `npm start` on another state directory and toolchain: arguments are both, then the command line. */
import { readFileSync } from 'node:fs';
import { startCommand } from '../../../local/start-command';
import { StateDirectory } from '../../../local/state-directory';

const [state = '', toolchain = '', ...commandLine] = process.argv.slice(2);

void startCommand(commandLine, {
  state: new StateDirectory(state),
  toolchain: JSON.parse(readFileSync(toolchain, 'utf8')),
}).then((code) => {
  process.exit(code);
});
