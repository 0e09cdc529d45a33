import { SecretAcl } from '@cdktf/provider-databricks/lib/secret-acl';
import { SecretScope } from '@cdktf/provider-databricks/lib/secret-scope';
import { Construct } from 'constructs';
import type { SecretReference } from '../medallion/secret-reference';
import { principalName } from './principal';
import { principalsOf, type Role, type Roles } from './roles';

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

/**
 * Permissions of the roles on a scope: the owner reads secrets, deployers store values. Nobody else can: a value, such as
 * a login module of Kafka, may decide what the pipeline runs, and the permission to write includes reading.
 */
const LEVELS = { owner: 'READ', deployers: 'MANAGE' } as const satisfies Partial<Record<Role, string>>;

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
        for (const [index, principal] of principalsOf(props.roles, role as Role).entries()) {
          new SecretAcl(this, `${name}-${role}${index === 0 ? '' : `-${index + 1}`}`, {
            scope: secretScope.name,
            principal: principalName(principal),
            permission,
          });
        }
      }
    }
  }
}
