import { z } from 'zod';
import { checked, exactly } from '../medallion/settings';

/** Somebody or something that rights are given to. */
export const Principal = checked(
  z.discriminatedUnion('kind', [
    exactly({
      /** A person. */
      kind: z.literal('user'),
      /** The address that they sign in with, in lower case. */
      userName: z.string(),
    }),
    exactly({
      /** A group of the workspace or account. */
      kind: z.literal('group'),
      /** Name of the group. */
      groupName: z.string(),
    }),
    exactly({
      /** A service principal. */
      kind: z.literal('service-principal'),
      /** Its application ID, a UUID. */
      applicationId: z.string(),
    }),
  ]),
  (principal) => {
    const name = principalName(principal);
    if (name.trim() === '') return 'is empty. Name a principal, or leave the role out.';
    if (principal.kind === 'group' && name === 'admins') {
      return "is 'admins', whose rights Databricks does not let anybody change. Name another group: administrators may do everything anyway.";
    }
    if (principal.kind === 'user' && !/^[^\s@]+@[^\s@]+$/.test(name)) {
      return `is user '${name}', which is no address. Give the address that they sign in with.`;
    }
    return principal.kind === 'service-principal' && !/^[0-9a-f-]{36}$/i.test(name)
      ? `is service principal '${name}', which is no application id. Give the UUID from its page, not its name.`
      : undefined;
  },
);
export type Principal = z.infer<typeof Principal>;

/** A person, by the address that they sign in with. Databricks keeps it in lower case. */
export const user = (userName: string): Principal => ({ kind: 'user', userName: userName.toLowerCase() });

/** A group of the workspace or account. */
export const group = (groupName: string): Principal => ({ kind: 'group', groupName });

/** A service principal, by its application id. */
export const servicePrincipal = (applicationId: string): Principal => ({
  kind: 'service-principal',
  applicationId,
});

/** The principal as grants and secret scopes name it. */
export function principalName(principal: Principal): string {
  switch (principal.kind) {
    case 'user':
      return principal.userName;
    case 'group':
      return principal.groupName;
    case 'service-principal':
      return principal.applicationId;
  }
}

/** What runs as a principal, in the words of Terraform. A group cannot run anything. */
export function runAs(principal: Principal): {
  readonly userName?: string;
  readonly servicePrincipalName?: string;
} {
  switch (principal.kind) {
    case 'user':
      return { userName: principal.userName };
    case 'service-principal':
      return { servicePrincipalName: principal.applicationId };
    case 'group':
      return {};
  }
}
