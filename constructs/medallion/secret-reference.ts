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

/**
 * Return the secret as text in a pipeline's configuration. Notebooks replace it with the value of
 * `dbutils.secrets.get(scope, key)`, which works on classic and serverless compute; Databricks documents its own
 * placeholder, with braces, only for Spark properties and environment variables of clusters.
 */
export function secretPlaceholder({ scope, key }: SecretReference): string {
  return `<secret:${scope}/${key}>`;
}

/** Return every secret that a setting refers to, each once. */
export function secretReferences(setting: unknown): SecretReference[] {
  const found = new Map(nestedSecrets(setting).map((secret) => [secretPlaceholder(secret), secret]));
  return [...found.values()];
}

function nestedSecrets(setting: unknown): SecretReference[] {
  const { data: secret } = SecretReference.safeParse(setting);
  if (secret) return [secret];
  return typeof setting === 'object' && setting !== null ? Object.values(setting).flatMap(nestedSecrets) : [];
}
