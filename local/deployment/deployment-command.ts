import path from 'node:path';
import { Progress } from '../progress';
import type { StateDirectory } from '../state-directory';
import { synthesize } from '../synthesis';
import { describeError, UserError } from '../user-error';
import type { runCdktf } from './cdktf';
import { type DeploymentAction, type DeploymentOptions, parseDeploymentOptions } from './deployment-options';
import { renderFindings } from './finding';
import { renderDeploymentSteps } from './next-steps';
import { type PreflightSources, preflight } from './preflight';
import { SynthesizedStack } from './synthesized-stack';

/** Where the command runs. */
export interface DeploymentSurroundings extends PreflightSources {
  /** Holds the log of the synthesis. */
  readonly state: StateDirectory;
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
  const progress = new Progress();
  try {
    const options = parseDeploymentOptions(action, commandLine);
    if (typeof options === 'string') {
      process.stdout.write(`${options}\n`);
      return 0;
    }
    return await deployment(action, options, surroundings, progress);
  } catch (error) {
    progress.line(describeError(error));
    return 1;
  } finally {
    progress.close();
  }
}

async function deployment(
  action: DeploymentAction,
  options: DeploymentOptions,
  surroundings: DeploymentSurroundings,
  progress: Progress,
): Promise<number> {
  const { environment, check, yes } = options;
  const { output, variables, cdktf } = surroundings;
  const stack = await synthesized(environment, surroundings, progress);
  const findings = preflight(action, options, stack, surroundings);
  progress.line(renderFindings(findings, (colour, text) => progress.paint(colour, text)));
  const problems = findings.filter(({ status }) => status === 'problem').length;
  if (problems > 0 || stack instanceof UserError) {
    progress.line(`\n${problems === 1 ? '1 problem' : `${problems} problems`}, nothing was ${PAST[action]}.`);
    return 1;
  }
  if (check) return 0;
  progress.line(`\ncdktf ${action} ${environment}`);
  progress.close();
  const code = await cdktf({ action, environment, output, yes, variables });
  if (code === 0 && action === 'deploy') progress.line(`\n${renderDeploymentSteps(stack, variables)}`);
  return code;
}

const PAST: Readonly<Record<DeploymentAction, string>> = { deploy: 'deployed', destroy: 'destroyed' };

/** What was synthesized, or the mistake to show with everything else that is wrong. */
async function synthesized(
  environment: string,
  { output, state }: DeploymentSurroundings,
  progress: Progress,
): Promise<SynthesizedStack | UserError> {
  const activity = progress.begin(`Synthesizing ${environment}`);
  try {
    // Where cdktf finds it: a local state is given from there.
    const log = path.join(state.root, 'deployment', 'synth.log');
    await synthesize({ environments: environment, output, log });
    return SynthesizedStack.read(output, environment);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  } finally {
    activity.dismiss();
  }
}
