import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SynthesizedStack } from '../../../tools/deploy/synthesized-stack';
import { temporaryDirectory } from '../support/temporary-directory';

/** The workspace of the fixture's environment. */
export const HOST = 'https://shop.cloud.databricks.com';

/** Parts of a stack, as Terraform gets them. */
export interface StackParts {
  readonly resource?: object;
  readonly backend?: object;
  readonly provider?: object;
  readonly output?: object;
  readonly variable?: object;
}

/** A reference as Terraform writes it. */
export const reference = (text: string): string => `\${${text}}`;

/** Writes what synthesis would, for the environment `staging`; returns the directory. */
export function synthesized({
  resource = {},
  backend,
  provider = {},
  output: outputs = {},
  variable,
}: StackParts = {}): string {
  const output = temporaryDirectory();
  const directory = path.join(output, 'stacks', 'staging');
  mkdirSync(directory, { recursive: true });
  const synthesizedStackPath = path.join('stacks', 'staging', 'cdk.tf.json');
  writeFileSync(
    path.join(output, 'manifest.json'),
    JSON.stringify({ stacks: { staging: { synthesizedStackPath } } }),
  );
  writeFileSync(
    path.join(output, synthesizedStackPath),
    JSON.stringify({
      terraform: { backend: backend ?? { local: { path: '../../../terraform.staging.tfstate' } } },
      provider: { databricks: [{ host: HOST, ...provider }] },
      resource,
      output: outputs,
      variable,
    }),
  );
  return output;
}

/** A synthesized stack of the environment `staging`. */
export function stackOf(parts: StackParts = {}): SynthesizedStack {
  return SynthesizedStack.read(synthesized(parts), 'staging');
}

/** The output of a stack that needs a secret of the scope `shop`. */
export const WITH_A_SECRET = {
  output: { review: { value: { secrets: [{ scope: 'shop', key: 'kafka-jaas' }] } } },
};

/** The scope of that secret. */
export const SECRET_SCOPE = { databricks_secret_scope: { secrets_shop: { name: 'shop' } } };
