/** Runs `medallion deploy` or `destroy` with another output, state and home: arguments are a directory, the action, then the command line. */
import path from 'node:path';
import { PROJECT_ROOT, StateDirectory } from '../../../tools/artefacts/state-directory';
import { runCommand } from '../../../tools/cli/command';
import { deploymentCommand } from '../../../tools/cli/deployment';
import { runCdktf } from '../../../tools/deploy/cdktf';
import { readToolchain } from '../../../tools/setup/toolchain';

const [directory = '', action, ...commandLine] = process.argv.slice(2);

const terminal = { interactive: false, ask: async () => undefined, cdktf: runCdktf };
const definition = deploymentCommand(action === 'destroy' ? 'destroy' : 'deploy', terminal);

void runCommand(definition, commandLine, {
  state: new StateDirectory(path.join(directory, 'state')),
  projectRoot: PROJECT_ROOT,
  variables: process.env,
  home: directory,
  synthesizedTo: path.join(directory, 'output'),
  output: process.stdout,
  toolchain: async () => readToolchain(),
}).then((code) => {
  process.exitCode = code;
});
