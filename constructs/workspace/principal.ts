/** Somebody or something that rights are given to. */
export type Principal =
  | { readonly kind: 'user'; readonly userName: string }
  | { readonly kind: 'group'; readonly groupName: string }
  | { readonly kind: 'service-principal'; readonly applicationId: string };

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
