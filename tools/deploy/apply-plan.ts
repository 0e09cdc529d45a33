import type { StateDirectory } from '../artefacts/state-directory';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { withCheckoutLock } from './checkout-lock';
import type { SavedPlan } from './saved-plan';
import { repairedState } from './state-repair';
import type { Applied, Terraform } from './terraform';
import type { Message } from './terraform-messages';

/** A plan and how to apply it. */
export interface ApplyProps {
  readonly terraform: Terraform;
  readonly plan: SavedPlan;
  readonly state: StateDirectory;
  /** Name of what is running, for the display: `Deploying dev`. */
  readonly label: string;
  /** Addresses of resources that Terraform refuses to replace. */
  readonly protectedResources: readonly string[];
}

/**
 * Applies a saved plan, shows one line per changed resource, and corrects the state if a change fails.
 *
 * @throws UserError if the plan is stale
 */
export async function applyPlan(
  { terraform, plan, state, label, protectedResources }: ApplyProps,
  progress: Progress,
): Promise<Applied> {
  return withCheckoutLock(state, progress, async () => {
    const before = await terraform.pullState();
    const activity = progress.begin(label);
    let applied: Applied;
    try {
      applied = await plan.apply((message) => show(message, progress, activity.detail));
    } finally {
      activity.dismiss();
    }
    if (applied.diagnostics.some(({ summary }) => /plan is stale/i.test(summary))) {
      throw new UserError(
        'Nothing was deployed: the state has changed since this plan was made, because of a different deployment. Run the command again and review the new plan.',
      );
    }
    if (applied.failed.length > 0) await repair(terraform, before, applied.failed, protectedResources);
    return applied;
  });
}

function show(message: Message, progress: Progress, detail: (text: string) => void): void {
  if (message.kind === 'diagnostic') return;
  if (message.kind === 'log') progress.problem(message.text);
  else if (message.state === 'done') progress.line(`  ${message.text}`);
  else if (message.state === 'failed') progress.problem(`  ${message.text}`);
  else detail(message.text);
}

async function repair(
  terraform: Terraform,
  before: string,
  failed: readonly string[],
  protectedResources: readonly string[],
): Promise<void> {
  const repaired = repairedState(before, await terraform.pullState(), failed, protectedResources);
  if (repaired) await terraform.pushState(repaired.text);
}
