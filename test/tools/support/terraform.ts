import { spawnSync } from 'node:child_process';

/** The Terraform program on the PATH. */
export const TERRAFORM = ['terraform', 'tofu'].find(
  (program) => spawnSync(program, ['version']).status === 0,
);

/**
 * Tests that plan and apply with the real Terraform or OpenTofu: skipped where neither is on the PATH, except with
 * `CI=true`, where they fail.
 */
export function describeWithTerraform(name: string, tests: () => void): void {
  const missing = 'neither terraform nor tofu is on the PATH';
  if (TERRAFORM !== undefined) describe(name, tests);
  else if (process.env.CI !== 'true') describe.skip(`${name} (${missing})`, tests);
  else {
    describe(name, () => {
      beforeAll(() => {
        throw new Error(
          `${missing}, and CI=true requires one: https://developer.hashicorp.com/terraform/install`,
        );
      });
      tests();
    });
  }
}
