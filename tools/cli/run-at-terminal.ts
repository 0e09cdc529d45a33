import { homedir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { askAtTerminal } from '../deploy/approval';
import { runCdktf } from '../deploy/cdktf';
import type { DeploymentAction } from '../deploy/requested-deployment';
import { deploymentCommand } from './deployment-command';

/** Runs the command with the command line, the variables and the terminal of this process. */
export function runAtTerminal(action: DeploymentAction): void {
  void deploymentCommand(action, process.argv.slice(2), {
    state: new StateDirectory(),
    projectRoot: PROJECT_ROOT,
    // Where plain cdktf has it, so that both find the same state and the same providers.
    output: path.join(PROJECT_ROOT, 'cdktf.out'),
    variables: process.env,
    home: homedir(),
    interactive: process.stdin.isTTY === true,
    standardOutput: process.stdout,
    ask: askAtTerminal,
    cdktf: runCdktf,
  }).then((code) => {
    process.exitCode = code;
  });
}
