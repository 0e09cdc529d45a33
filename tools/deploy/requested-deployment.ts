import type { Acceptance } from '../review/accepted-findings';

/** What is done with an environment. */
export type DeploymentAction = 'deploy' | 'destroy';

/** What `npx medallion deploy` or `npx medallion destroy` was asked to do. */
export interface DeploymentOptions {
  /** Name of the environment: a file of `environments/`. */
  readonly environment: string;

  /** Whether only the preflight runs. */
  readonly check: boolean;

  /** Whether the plan is carried out without asking. A deployment then has to be safe, or accepted. */
  readonly yes: boolean;

  /** What is accepted of what a review of the plan finds. */
  readonly acceptances: readonly Acceptance[];
}
