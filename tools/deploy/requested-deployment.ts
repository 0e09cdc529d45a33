import type { Acceptance } from '../review/accepted-findings';

/** Action on an environment. */
export type DeploymentAction = 'deploy' | 'destroy';

/** Options of `npx medallion deploy` and `npx medallion destroy`. */
export interface DeploymentOptions {
  /** Name of the environment: a file of `environments/`. */
  readonly environment: string;

  /** Whether only the preflight runs. */
  readonly check: boolean;

  /**
   * Whether the preflight also probes the workspace.
   * @default false
   */
  readonly workspace?: boolean;

  /**
   * Name of a secret, as `scope/key`, whose value is read from standard input and stored; nothing is deployed.
   * @default - the environment is deployed
   */
  readonly storeSecret?: string;

  /** Whether to apply without asking; a deployment must then be safe or accepted. */
  readonly yes: boolean;

  /** Accepted findings of the review. */
  readonly acceptances: readonly Acceptance[];
}
