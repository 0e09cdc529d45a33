import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformStack } from 'cdktf';

const FILE = '.terraform.lock.hcl';

/** The part of the Terraform JSON with the providers. */
interface Providers {
  readonly terraform?: {
    readonly required_providers?: Readonly<
      Record<string, { readonly source: string; readonly version: string }>
    >;
  };
}

/**
 * Write the dependency lock file of a stack, unless there is one for the same versions, whose checksums are kept.
 *
 * Terraform adds the checksums. Without the file, `cdktf deploy` would run `terraform providers lock` first, which
 * downloads the provider for every platform from the public registry and ignores mirrors.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export function writeProviderLock(stack: TerraformStack, directory: string): void {
  const { terraform } = stack.toTerraform() as Providers;
  const file = join(directory, FILE);
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const blocks = Object.values(terraform?.required_providers ?? {}).map(({ source, version }) =>
    [
      `provider "registry.terraform.io/${source}" {`,
      `  version     = "${version}"`,
      `  constraints = "${version}"`,
    ].join('\n'),
  );
  if (blocks.every((block) => kept.includes(block))) return;
  writeFileSync(file, `${blocks.map((block) => `${block}\n}\n`).join('\n')}`);
}
