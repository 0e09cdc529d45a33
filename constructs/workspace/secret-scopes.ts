import { SecretAcl } from '@cdktf/provider-databricks/lib/secret-acl';
import { SecretScope } from '@cdktf/provider-databricks/lib/secret-scope';
import { Construct } from 'constructs';
import type { SecretReference } from '../medallion/secret-reference';
import { principalName } from './principal';
import type { Roles } from './roles';

/** Which secrets are referred to, and who may use them. */
export interface SecretScopesProps {
  /** The secrets that the pipeline refers to. Their values are put into the scopes by hand, never by Terraform. */
  readonly secrets: readonly SecretReference[];

  /** Who may read and write the secrets. */
  readonly roles: Roles;

  /**
   * Whether Terraform refuses to destroy the scopes, and the values with them.
   * @default false
   */
  readonly protect?: boolean;
}

/** Who may do what with the secrets of a scope: the pipeline's owner reads, engineers put new values in. */
const LEVELS = { owner: 'READ', engineers: 'WRITE' } as const satisfies Partial<Record<keyof Roles, string>>;

/**
 * The secret scopes that references name, and who may use them. Who deploys may manage them.
 *
 * @see https://docs.databricks.com/aws/en/security/secrets/
 */
export class SecretScopes extends Construct {
  /** What must exist before the secrets are used, for `dependsOn`. */
  readonly resources: readonly (SecretScope | SecretAcl)[];

  constructor(scope: Construct, id: string, props: SecretScopesProps) {
    super(scope, id);
    const names = [...new Set(props.secrets.map((secret) => secret.scope))].sort();
    this.resources = names.flatMap((name) => {
      const secretScope = new SecretScope(this, name, {
        name,
        lifecycle: { preventDestroy: props.protect ?? false },
      });
      const acls = Object.entries(LEVELS).flatMap(([role, permission]) => {
        const principal = props.roles[role as keyof Roles];
        return principal
          ? [
              new SecretAcl(this, `${name}-${role}`, {
                scope: secretScope.name,
                principal: principalName(principal),
                permission,
              }),
            ]
          : [];
      });
      return [secretScope, ...acls];
    });
  }
}
