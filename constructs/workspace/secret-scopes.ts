import { SecretAcl } from '@cdktf/provider-databricks/lib/secret-acl';
import { SecretScope } from '@cdktf/provider-databricks/lib/secret-scope';
import { Construct } from 'constructs';
import type { SecretReference } from '../medallion/secret-reference';
import { principalName } from './principal';
import type { Roles } from './roles';

/** Properties of {@link SecretScopes}. */
export interface SecretScopesProps {
  /** The secrets that the pipeline references. Their values are stored by hand, never by Terraform. */
  readonly secrets: readonly SecretReference[];

  /** Who may read and write the secrets. */
  readonly roles: Roles;

  /**
   * Whether Terraform refuses to destroy the scopes and the values in them.
   * @default false
   */
  readonly protect?: boolean;
}

/** Permissions of the roles on a scope: the owner reads secrets, engineers write new values. */
const LEVELS = { owner: 'READ', engineers: 'WRITE' } as const satisfies Partial<Record<keyof Roles, string>>;

/**
 * The secret scopes of the referenced secrets, and their permissions. The deploying identity may manage them.
 *
 * @see https://docs.databricks.com/aws/en/security/secrets/
 */
export class SecretScopes extends Construct {
  /** The secrets in the scopes. */
  readonly secrets: readonly SecretReference[];

  constructor(scope: Construct, id: string, props: SecretScopesProps) {
    super(scope, id);
    this.secrets = props.secrets;
    const names = [...new Set(props.secrets.map((secret) => secret.scope))].sort();
    for (const name of names) {
      const secretScope = new SecretScope(this, name, {
        name,
        lifecycle: { preventDestroy: props.protect ?? false },
      });
      for (const [role, permission] of Object.entries(LEVELS)) {
        const principal = props.roles[role as keyof Roles];
        if (!principal) continue;
        new SecretAcl(this, `${name}-${role}`, {
          scope: secretScope.name,
          principal: principalName(principal),
          permission,
        });
      }
    }
  }
}
