import type { z } from 'zod';
import { exactly } from '../medallion/settings';
import { Principal, principalName } from './principal';

/**
 * Who may do what with a pipeline and what surrounds it. Every right in the workspace and the catalog follows from
 * these four roles.
 */
export const Roles = exactly({
  /**
   * Owns everything and runs pipeline and job. Who deploys keeps the right to manage, too.
   * @default - who deploys
   */
  owner: Principal.optional(),

  /**
   * Operate the platform: start and stop updates, read every table, change alerts and dashboards.
   * @default - nobody but the owner
   */
  engineers: Principal.optional(),

  /**
   * Read gold tables and published views, without personal data.
   * @default - nobody
   */
  analysts: Principal.optional(),

  /**
   * See how things are set up and what happened, and no data.
   * @default - nobody
   */
  auditors: Principal.optional(),
}).superRefine((roles, context) => {
  const report = (role: string, message: string) =>
    context.addIssue({ code: 'custom', path: [role], message });
  if (roles.owner?.kind === 'group') {
    report(
      'owner',
      `is group '${roles.owner.groupName}': pipelines and jobs run as one identity. Give a service principal or a user.`,
    );
  }
  const given = Object.entries(roles).filter((entry): entry is [string, Principal] => entry[1] !== undefined);
  for (const [index, [role, principal]] of given.entries()) {
    const name = principalName(principal);
    const earlier = given.slice(0, index).find(([, other]) => principalName(other) === name);
    if (earlier) {
      report(
        role,
        `and roles.${earlier[0]} are both '${name}': an object has one level for each principal. Give one role of the two, or use two groups.`,
      );
    }
  }
});
export type Roles = z.infer<typeof Roles>;
