import type { StateDirectory } from '../artefacts/state-directory';
import type { Progress } from '../terminal/progress';
import { deploymentDirectory, withCheckoutLock } from './checkout-lock';
import { SavedPlan } from './saved-plan';
import type { SynthesizedStack } from './synthesized-stack';
import { type PlanProps, Terraform } from './terraform';

/** Environment of a plan. */
export interface PlanSurroundings {
  readonly state: StateDirectory;
  readonly variables: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

/** Runs terraform init and terraform plan on a synthesized stack. */
export async function planStack(
  stack: SynthesizedStack,
  { state, variables, progress }: PlanSurroundings,
  props: Omit<PlanProps, 'file'> = {},
): Promise<{ readonly terraform: Terraform; readonly plan: SavedPlan }> {
  return withCheckoutLock(state, progress, async () => {
    const terraform = new Terraform(stack.directory, variables);
    const activity = progress.begin(`Planning ${stack.environment}`);
    try {
      activity.detail('terraform init');
      await terraform.initialize();
      activity.detail('terraform plan');
      return { terraform, plan: await SavedPlan.create(terraform, deploymentDirectory(state), props) };
    } finally {
      activity.dismiss();
    }
  });
}
