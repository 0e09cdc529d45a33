import { z } from 'zod';
import { checked, exactly } from './settings';

/**
 * A secret of the workspace, by its scope and key; its value never enters Terraform.
 *
 * @see https://docs.databricks.com/aws/en/security/secrets/
 */
export const SecretReference = exactly({
  /** Name of the secret scope. */
  scope: checked(z.string(), (scope) =>
    /^[A-Za-z0-9._@-]{1,128}$/.test(scope)
      ? undefined
      : `'${scope}' is not a valid name: letters, digits, '.', '_', '@' and '-', 1 to 128 of them.`,
  ),
  /** Name of the secret in its scope. */
  key: checked(z.string(), (key) =>
    /^[A-Za-z0-9._-]{1,128}$/.test(key)
      ? undefined
      : `'${key}' is not a valid name: letters, digits, '.', '_' and '-', 1 to 128 of them.`,
  ),
});
export type SecretReference = z.infer<typeof SecretReference>;

/** The secret as configuration of a pipeline or cluster: Databricks puts the value in its place at run time. */
export function secretReference({ scope, key }: SecretReference): string {
  return `{{secrets/${scope}/${key}}}`;
}
