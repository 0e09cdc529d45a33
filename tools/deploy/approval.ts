import { acceptanceOf } from '../review/accepted-findings';
import { severityOf } from '../review/finding';
import type { Review } from '../review/review';
import type { Ask } from './ask';
import type { DeploymentAction } from './requested-deployment';

/** Options for the approval of a deployment. */
export interface ApprovalProps {
  readonly action: DeploymentAction;
  readonly environment: string;
  /** Whether to deploy safe and accepted changes, or to destroy, without asking. */
  readonly yes: boolean;
  readonly ask: Ask;
}

/**
 * Asks for approval of a deployment. If data is at risk or the environment is destroyed, the user must type its name to
 * prevent accidents.
 *
 * @returns the reason why the deployment is not approved, or undefined if it is
 */
export async function refusalOf(
  review: Review,
  { action, environment, yes, ask }: ApprovalProps,
): Promise<string | undefined> {
  if (action === 'destroy') {
    // Whoever passes --yes wants to delete everything; what must be kept is protected.
    if (yes) return undefined;
    const typed = await ask(`Type the name of the environment (${environment}) to destroy all of this: `);
    return typed?.trim() === environment
      ? undefined
      : `'${environment}' was not typed, nothing was destroyed.`;
  }
  if (review.severity === 'safe' && yes) return undefined;
  if (yes) return withoutBeingAsked(review);
  if (review.severity === 'data at risk') {
    const typed = await ask(
      `Data is at risk. Type the name of the environment (${environment}) to deploy anyway: `,
    );
    return typed?.trim() === environment
      ? undefined
      : `'${environment}' was not typed, nothing was deployed.`;
  }
  const answer = await ask(`Deploy this to ${environment}? (y/N) `);
  return /^y(es)?$/i.test(answer?.trim() ?? '') ? undefined : 'Nothing was deployed.';
}

/** `--yes` alone accepts no findings. */
function withoutBeingAsked({ findings }: Review): string {
  const open = findings.filter((finding) => severityOf(finding) !== 'safe');
  const options = [...new Set(open.flatMap(acceptanceOf))];
  return [
    'Nothing was deployed: --yes deploys only safe changes and findings accepted with --allow. Not accepted:',
    ...options.map((option) => `  ${option}`),
  ].join('\n');
}
