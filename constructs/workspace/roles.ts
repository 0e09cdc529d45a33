import { type Principal, principalName } from './principal';

/**
 * Who may do what with a pipeline and what surrounds it. Every right in the workspace and the catalog follows from
 * these four roles.
 */
export interface Roles {
  /**
   * Owns everything and runs pipeline and job. Who deploys keeps the right to manage, too.
   * @default - who deploys
   */
  readonly owner?: Principal;

  /**
   * Operate the platform: start and stop updates, read every table, change alerts and dashboards.
   * @default - nobody but the owner
   */
  readonly engineers?: Principal;

  /**
   * Read gold tables and published views, without personal data.
   * @default - nobody
   */
  readonly analysts?: Principal;

  /**
   * See how things are set up and what happened, and no data.
   * @default - nobody
   */
  readonly auditors?: Principal;
}

/** What is wrong with the roles; `at` names them. */
export function rolesProblems(roles: Roles, at: string): string[] {
  const given = Object.entries(roles).filter((entry): entry is [string, Principal] => entry[1] !== undefined);
  return [
    ...given.flatMap(([role, principal]) => principalProblems(`${at}.${role}`, principal)),
    ...(roles.owner?.kind === 'group'
      ? [
          `${at}.owner is group '${roles.owner.groupName}': pipelines and jobs run as one identity. Give a service principal or a user.`,
        ]
      : []),
    ...given.flatMap(([role, principal], index) => {
      const earlier = given
        .slice(0, index)
        .find(([, other]) => principalName(other) === principalName(principal));
      return earlier
        ? [
            `${at}.${role} and ${at}.${earlier[0]} are both '${principalName(principal)}': an object has one level for each principal. Give one role of the two, or use two groups.`,
          ]
        : [];
    }),
  ];
}

function principalProblems(at: string, principal: Principal): string[] {
  const name = principalName(principal);
  if (name.trim() === '') return [`${at} is empty. Name a principal, or leave the role out.`];
  if (principal.kind === 'group' && name === 'admins') {
    return [
      `${at} is 'admins', whose rights Databricks does not let anybody change. Name another group: administrators may do everything anyway.`,
    ];
  }
  if (principal.kind === 'user' && !/^[^\s@]+@[^\s@]+$/.test(name)) {
    return [`${at} is user '${name}', which is no address. Give the address that they sign in with.`];
  }
  if (principal.kind === 'service-principal' && !/^[0-9a-f-]{36}$/i.test(name)) {
    return [
      `${at} is service principal '${name}', which is no application id. Give the UUID from its page, not its name.`,
    ];
  }
  return [];
}
