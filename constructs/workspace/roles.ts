import type { z } from 'zod';
import { exactly } from '../medallion/settings';
import { Principal, principalName } from './principal';

/**
 * Roles of a pipeline and its surroundings. All permissions in the workspace and the catalog derive from these four
 * roles.
 */
export const Roles = exactly({
  /**
   * Owns everything and runs the pipeline and the job. The deploying identity keeps the permission to manage.
   * @default - the deploying identity
   */
  owner: Principal.optional(),

  /**
   * Operate the platform: start and stop updates, read every table, edit alerts and dashboards.
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
  const given = Object.entries(roles).filter((entry): entry is [string, Principal] => entry[1] !== undefined);
  for (const [index, [role, principal]] of given.entries()) {
    const name = principalName(principal);
    const earlier = given.slice(0, index).find(([, other]) => principalName(other) === name);
    if (earlier) {
      report(
        role,
        `and roles.${earlier[0]} are both '${name}', but a principal has a single permission level per object. Assign only one of the roles, or use two groups.`,
      );
    }
  }
});
export type Roles = z.infer<typeof Roles>;
