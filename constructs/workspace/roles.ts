import { z } from 'zod';
import { exactly } from '../medallion/settings';
import { Principal, principalName } from './principal';

/**
 * Roles of a platform. All permissions in the workspace and the catalog derive from these five roles. Only the owner and
 * the deployers can change what runs.
 */
export const Roles = exactly({
  /**
   * Owns everything and runs the pipelines and the jobs.
   * @default - the deploying identity
   */
  owner: Principal.optional(),

  /**
   * Users and service principals that deploy, besides the owner: they manage everything. Anyone else who deploys loses
   * the right to manage what is deployed, unless they are an administrator.
   * @default - only the owner deploys
   */
  deployers: z.array(Principal).optional(),

  /**
   * Operate the platform: start and stop updates, read every table, see alerts and dashboards. They change nothing.
   * @default - only the owner
   */
  engineers: Principal.optional(),

  /**
   * Read gold tables and published views, without personal data.
   * @default - nobody
   */
  analysts: Principal.optional(),

  /**
   * See configuration and history, but no data.
   * @default - nobody
   */
  auditors: Principal.optional(),
}).superRefine((roles, context) => {
  const report = (role: string, message: string) =>
    context.addIssue({ code: 'custom', path: [role], message });
  if (roles.owner?.kind === 'group') {
    report(
      'owner',
      `is group '${roles.owner.groupName}': pipelines and jobs run as a single identity. Use a service principal or a user.`,
    );
  }
  for (const [index, principal] of (roles.deployers ?? []).entries()) {
    // The provider adds the deploying user to access lists that do not name the user itself, so the plan of the next
    // deployer would never be empty: https://github.com/databricks/terraform-provider-databricks/blob/v1.99.0/permissions/update/customizers.go
    if (principal.kind === 'group') {
      context.addIssue({
        code: 'custom',
        path: ['deployers', index],
        message: `is group '${principal.groupName}', but the access lists must name each deployer. Use its users and service principals.`,
      });
    }
  }
  const given = ROLE_NAMES.flatMap((role) =>
    principalsOf(roles, role).map((principal) => [role, principalName(principal)] as const),
  );
  for (const [index, [role, name]] of given.entries()) {
    const earlier = given.slice(0, index).find(([, other]) => other === name);
    if (earlier) {
      report(
        role,
        `and roles.${earlier[0]} are both '${name}', but a principal has a single permission level per object. Assign only one of the roles, or use two groups.`,
      );
    }
  }
});
export type Roles = z.infer<typeof Roles>;

/** Name of a role. */
export type Role = keyof Roles;

const ROLE_NAMES: readonly Role[] = ['owner', 'deployers', 'engineers', 'analysts', 'auditors'];

/** Return the principals that have a role. */
export function principalsOf(roles: Roles, role: Role): readonly Principal[] {
  const given = roles[role];
  return given === undefined ? [] : Array.isArray(given) ? given : [given as Principal];
}
