/** Runs `npm run deploy` or `destroy` with another output, state and home: arguments are a directory, the action, then the command line. */
import path from 'node:path';
import { PROJECT_ROOT, StateDirectory } from '../../../tools/artefacts/state-directory';
import { deploymentCommand } from '../../../tools/cli/deployment-command';
import { runCdktf } from '../../../tools/deploy/cdktf';

const [directory = '', action, ...commandLine] = process.argv.slice(2);

void deploymentCommand(action === 'destroy' ? 'destroy' : 'deploy', commandLine, {
  state: new StateDirectory(path.join(directory, 'state')),
  projectRoot: PROJECT_ROOT,
  output: path.join(directory, 'output'),
  variables: process.env,
  home: directory,
  interactive: false,
  standardOutput: process.stdout,
  ask: async () => undefined,
  cdktf: runCdktf,
}).then((code) => {
  process.exitCode = code;
});
