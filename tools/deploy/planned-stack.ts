import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from '../terminal/progress';
import type { SynthesizedStack } from './synthesized-stack';
import { Terraform } from './terraform';

/** A saved Terraform plan. */
export interface PlannedStack {
  readonly terraform: Terraform;
  /** File of the saved plan. */
  readonly file: string;
  /** Output of `terraform show -json`. */
  readonly json: string;
}

/**
 * Runs terraform plan on a synthesized stack.
 *
 * @param directory directory of the plan, which may contain secrets and is readable only by its owner
 */
export async function planStack(
  stack: SynthesizedStack,
  directory: string,
  variables: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<PlannedStack> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, `${stack.environment}.tfplan`);
  rmSync(file, { force: true });
  const terraform = new Terraform(stack.directory, variables);
  const activity = progress.begin(`Planning ${stack.environment}`);
  try {
    activity.detail('terraform init');
    await terraform.initialize();
    activity.detail('terraform plan');
    // Terraform would create a world-readable file, but keeps the mode of an existing one.
    writeFileSync(file, '', { mode: 0o600 });
    await terraform.plan(file);
    return { terraform, file, json: await terraform.show(file) };
  } finally {
    activity.dismiss();
  }
}
