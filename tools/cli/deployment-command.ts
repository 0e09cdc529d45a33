import type { runCdktf } from '../deploy/cdktf';
import { type DeploySurroundings, deployStack } from '../deploy/deploy-stack';
import { renderFindings } from '../deploy/finding';
import { type PreflightSources, preflight } from '../deploy/preflight';
import type { DeploymentAction, DeploymentOptions } from '../deploy/requested-deployment';
import { synthesizedStack } from '../deploy/synthesize-stack';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { runCommand } from './command';
import { parseDeploymentOptions } from './deployment-options';

/** Where the command runs. */
export interface DeploymentSurroundings extends PreflightSources, DeploySurroundings {
  /** Directory that cdktf reads. */
  readonly output: string;
  /** Runs cdktf. */
  readonly cdktf: typeof runCdktf;
}

/** Runs `npm run deploy` or `npm run destroy` and resolves with its exit code. */
export async function deploymentCommand(
  action: DeploymentAction,
  commandLine: readonly string[],
  surroundings: DeploymentSurroundings,
): Promise<number> {
  return runCommand(async ({ progress }) => {
    const options = parseDeploymentOptions(action, commandLine);
    if (typeof options === 'string') {
      surroundings.standardOutput.write(`${options}\n`);
      return 0;
    }
    return await deployment(action, options, surroundings, progress);
  });
}

async function deployment(
  action: DeploymentAction,
  options: DeploymentOptions,
  surroundings: DeploymentSurroundings,
  progress: Progress,
): Promise<number> {
  const { environment, check, yes } = options;
  const { output, variables, cdktf } = surroundings;
  const stack = await synthesizedStack(environment, surroundings, progress);
  const findings = preflight(action, options, stack, surroundings);
  progress.line(renderFindings(findings, (colour, text) => progress.paint(colour, text)));
  const problems = findings.filter(({ status }) => status === 'problem').length;
  if (problems > 0 || stack instanceof UserError) {
    progress.line(`\n${problems === 1 ? '1 problem' : `${problems} problems`}, nothing was ${PAST[action]}.`);
    return 1;
  }
  if (check) return 0;
  if (action === 'deploy') return deployStack(stack, options, surroundings, progress);
  progress.line(`\ncdktf ${action} ${environment}`);
  progress.close();
  return cdktf({ action, environment, output, yes, variables });
}

const PAST: Readonly<Record<DeploymentAction, string>> = { deploy: 'deployed', destroy: 'destroyed' };
