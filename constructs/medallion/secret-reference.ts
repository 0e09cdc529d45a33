/** A secret of the workspace, by its scope and key; its value never enters Terraform. */
export interface SecretReference {
  readonly scope: string;
  readonly key: string;
}

/** The secret as configuration of a pipeline or cluster: Databricks puts the value in its place at run time. */
export function secretReference({ scope, key }: SecretReference): string {
  return `{{secrets/${scope}/${key}}}`;
}

/**
 * Why a secret cannot have these names; `at` is what the reference is called where it was written.
 *
 * @see https://docs.databricks.com/aws/en/security/secrets/
 */
export function secretReferenceProblems(at: string, { scope, key }: SecretReference): string[] {
  return [
    ...(/^[A-Za-z0-9._@-]{1,128}$/.test(scope)
      ? []
      : [
          `${at}.scope '${scope}' is not a valid name: letters, digits, '.', '_', '@' and '-', 1 to 128 of them.`,
        ]),
    ...(/^[A-Za-z0-9._-]{1,128}$/.test(key)
      ? []
      : [`${at}.key '${key}' is not a valid name: letters, digits, '.', '_' and '-', 1 to 128 of them.`]),
  ];
}
