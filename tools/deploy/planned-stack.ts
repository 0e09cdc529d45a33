import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from '../terminal/progress';
import type { SynthesizedStack } from './synthesized-stack';
import { Terraform } from './terraform';

/** A plan that Terraform has saved. */
export interface PlannedStack {
  readonly terraform: Terraform;
  /** The saved plan. */
  readonly file: string;
  /** What `terraform show -json` says of it. */
  readonly json: string;
}

/**
 * Has Terraform plan a synthesized stack.
 *
 * @param directory where the plan is kept; only the owner of the files can read it, as it may hold secrets
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
    // Terraform writes it readable for everybody; an existing file keeps its mode.
    writeFileSync(file, '', { mode: 0o600 });
    await terraform.plan(file);
    return { terraform, file, json: await terraform.show(file) };
  } finally {
    activity.dismiss();
  }
}
