import { z } from 'zod';
import { checked, exactly } from './settings';

/**
 * A secret in the workspace, by scope and key. Its value never enters Terraform.
 *
 * @see https://docs.databricks.com/aws/en/security/secrets/
 */
export const SecretReference = exactly({
  /** Name of the secret scope. */
  scope: checked(z.string(), (scope) =>
    /^[A-Za-z0-9._@-]{1,128}$/.test(scope)
      ? undefined
      : `'${scope}' is not a valid name. Use 1 to 128 letters, digits, '.', '_', '@' and '-'.`,
  ),
  /** Key of the secret within its scope. */
  key: checked(z.string(), (key) =>
    /^[A-Za-z0-9._-]{1,128}$/.test(key)
      ? undefined
      : `'${key}' is not a valid name. Use 1 to 128 letters, digits, '.', '_' and '-'.`,
  ),
});
export type SecretReference = z.infer<typeof SecretReference>;

/** Return the secret as a value in pipeline or cluster configuration, which Databricks resolves at run time. */
export function secretReference({ scope, key }: SecretReference): string {
  return `{{secrets/${scope}/${key}}}`;
}
