import { z } from 'zod';
import { checked, exactly } from '../medallion/settings';

/** An identity that permissions are granted to. */
export const Principal = checked(
  z.discriminatedUnion('kind', [
    exactly({
      /** A person. */
      kind: z.literal('user'),
      /** The email address that the user signs in with, in lower case. */
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
      /** Application ID, a UUID. */
      applicationId: z.string(),
    }),
  ]),
  (principal) => {
    const name = principalName(principal);
    if (name.trim() === '') return 'is empty. Set a principal, or omit the role.';
    if (principal.kind === 'group' && name === 'admins') {
      return "is 'admins', whose permissions cannot be changed in Databricks. Use a different group: administrators have all permissions anyway.";
    }
    if (principal.kind === 'user' && !/^[^\s@]+@[^\s@]+$/.test(name)) {
      return `is user '${name}', which is not an email address. Use the address that the user signs in with.`;
    }
    return principal.kind === 'service-principal' && !/^[0-9a-f-]{36}$/i.test(name)
      ? `is service principal '${name}', which is not an application ID. Use the UUID from its page, not its name.`
      : undefined;
  },
);
export type Principal = z.infer<typeof Principal>;

/** A user, by sign-in address. Databricks stores addresses in lower case. */
export const user = (userName: string): Principal => ({ kind: 'user', userName: userName.toLowerCase() });

/** A group of the workspace or account. */
export const group = (groupName: string): Principal => ({ kind: 'group', groupName });

/** A service principal, by application ID. */
export const servicePrincipal = (applicationId: string): Principal => ({
  kind: 'service-principal',
  applicationId,
});

/** Return the name of the principal in grants and secret scopes. */
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

/** Return the Terraform attributes to run something as a principal. A group cannot run anything. */
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
