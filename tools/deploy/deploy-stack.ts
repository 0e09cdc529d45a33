import { rmSync } from 'node:fs';
import path from 'node:path';
import type { StateDirectory } from '../artefacts/state-directory';
import { EXIT_STATUS } from '../review/exit-status';
import { readPlan } from '../review/plan/plan-file';
import { renderTerminal } from '../review/render-terminal';
import { reviewOf } from '../review/review';
import type { Progress } from '../terminal/progress';
import { lineWidth, paintFor, type Terminal } from '../terminal/style';
import { type Ask, refusalOf } from './approval';
import { planStack } from './planned-stack';
import type { DeploymentOptions } from './requested-deployment';
import { renderDeploymentSteps } from './steps-after-deployment';
import type { SynthesizedStack } from './synthesized-stack';

/** Environment of a deployment. */
export interface DeploySurroundings {
  readonly state: StateDirectory;
  readonly variables: NodeJS.ProcessEnv;
  /** Receives the review. */
  readonly standardOutput: Pick<NodeJS.WriteStream, 'write'> & Terminal;
  readonly ask: Ask;
}

/**
 * Plans, reviews the plan, asks for approval, and applies exactly this plan.
 *
 * @returns the exit code of the review if it was not approved, else that of Terraform
 */
export async function deployStack(
  stack: SynthesizedStack,
  { environment, yes, acceptances }: DeploymentOptions,
  { state, variables, standardOutput, ask }: DeploySurroundings,
  progress: Progress,
): Promise<number> {
  const directory = path.join(state.root, 'deployment');
  const { terraform, file, json } = await planStack(stack, directory, variables, progress);
  try {
    const review = reviewOf(readPlan(json, `the plan of ${environment}`), acceptances);
    const style = { paint: paintFor(standardOutput, variables), width: lineWidth(standardOutput) };
    standardOutput.write(`\n${renderTerminal(review, { title: environment, ...style })}\n\n`);
    if (!review.hasChanges) {
      progress.line('No changes to deploy.');
      return 0;
    }
    const refusal = await refusalOf(review, { environment, yes, ask });
    if (refusal !== undefined) {
      progress.line(refusal);
      // Declining a safe deployment is no success either.
      return EXIT_STATUS[review.severity] || 1;
    }
    const code = await terraform.apply(file);
    if (code === 0) progress.line(`\n${renderDeploymentSteps(stack, variables)}`);
    return code;
  } finally {
    // A plan contains the secrets of the state.
    rmSync(file, { force: true });
  }
}
