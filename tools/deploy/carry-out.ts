import type { StateDirectory } from '../artefacts/state-directory';
import { EXIT_STATUS } from '../review/exit-status';
import type { Deployment } from '../review/plan/deployment';
import { readPlan } from '../review/plan/plan-file';
import { renderTerminal } from '../review/render-terminal';
import { type Review, reviewOf } from '../review/review';
import type { Progress } from '../terminal/progress';
import { lineWidth, paintFor, type Terminal } from '../terminal/style';
import { applyPlan } from './apply-plan';
import { refusalOf } from './approval';
import type { Ask } from './ask';
import { existingObjects, renderExisting } from './existing-objects';
import { planStack } from './planned-stack';
import type { DeploymentAction, DeploymentOptions } from './requested-deployment';
import { renderDeploymentSteps } from './steps-after-deployment';
import type { SynthesizedStack } from './synthesized-stack';
import { explained } from './terraform-explanations';
import type { Workspace } from './workspace';

/** Environment of a deployment. */
export interface DeploySurroundings {
  readonly state: StateDirectory;
  readonly variables: NodeJS.ProcessEnv;
  /** Receives the review. */
  readonly standardOutput: Pick<NodeJS.WriteStream, 'write'> & Terminal;
  readonly ask: Ask;
  /**
   * The signed-in workspace.
   * @default - unreachable from here, so existing objects are only noticed when Terraform creates them
   */
  readonly workspace?: Workspace | undefined;
}

const LABELS: Readonly<Record<DeploymentAction, string>> = { deploy: 'Deploying', destroy: 'Destroying' };
const NOTHING: Readonly<Record<DeploymentAction, string>> = {
  deploy: 'No changes to deploy.',
  destroy: 'Nothing is deployed, so there is nothing to destroy.',
};

/**
 * Plans the deployment or destruction of a stack, reviews the plan, asks for approval, and applies exactly this plan.
 *
 * @returns the exit code: that of the review if it was not approved, else that of Terraform
 */
export async function carryOut(
  action: DeploymentAction,
  stack: SynthesizedStack,
  { environment, yes, acceptances }: DeploymentOptions,
  { state, variables, standardOutput, ask, workspace }: DeploySurroundings,
  progress: Progress,
): Promise<number> {
  const surroundings = { state, variables, progress };
  const { terraform, plan } = await planStack(stack, surroundings, { destroy: action === 'destroy' });
  const deployment = readPlan(plan.json, `the plan of ${environment}`);
  const review = reviewOf(deployment, acceptances);
  const style = { paint: paintFor(standardOutput, variables), width: lineWidth(standardOutput) };
  standardOutput.write(`\n${renderTerminal(review, { title: environment, ...style })}\n\n`);
  if (!review.hasChanges) {
    progress.line(NOTHING[action]);
    return 0;
  }
  const existing = workspace ? await existingObjects(deployment, workspace) : [];
  if (existing.length > 0) {
    progress.problem(`${renderExisting(existing, terraform.directory)}\nNothing was deployed.`);
    return 1;
  }
  const refusal =
    (action === 'destroy' ? protectionRefusal(deployment, environment) : undefined) ??
    (await refusalOf(review, { action, environment, yes, ask }));
  if (refusal !== undefined) {
    progress.problem(refusal);
    return statusOf(review);
  }
  const label = `${LABELS[action]} ${environment}`;
  const protectedResources = deployment.facts.after.protected ?? [];
  const applied = await applyPlan({ terraform, plan, state, label, protectedResources }, progress);
  if (applied.code !== 0) {
    const errors = explained(applied.diagnostics, terraform.directory);
    const found = workspace ? await existingObjects(deployment, workspace, applied.failed) : [];
    const adopt = found.length > 0 ? `\n\n${renderExisting(found, terraform.directory)}` : '';
    progress.problem(
      `\n${errors}${adopt}\n\nThe ${action === 'deploy' ? 'deployment' : 'destruction'} is incomplete. Fix the cause and run the command again: it continues from here.`,
    );
  } else if (action === 'deploy') progress.line(`\n${renderDeploymentSteps(stack)}`);
  else progress.line(`\n${environment} is destroyed.`);
  return applied.code;
}

/** Declining a safe deployment is no success either. */
function statusOf({ severity }: Review): number {
  return EXIT_STATUS[severity] || 1;
}

/**
 * Protection of the environment as it is deployed: Terraform itself only considers the code, so removing
 * `protect: true` and destroying without deploying in between would delete everything.
 */
function protectionRefusal({ facts, resources }: Deployment, environment: string): string | undefined {
  const deployed = new Set(resources.filter(({ before }) => before).map(({ address }) => address));
  const kept = (facts.before.protected ?? []).filter((address) => deployed.has(address));
  if (kept.length === 0) return undefined;
  return [
    'Nothing was destroyed: these resources are protected in the deployed environment.',
    ...kept.map((address) => `  ${address}`),
    `Set \`protect: false\` in environments/${environment}.ts, deploy this change, and run the command again.`,
  ].join('\n');
}
