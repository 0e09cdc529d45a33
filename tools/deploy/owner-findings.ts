import type { Finding } from './finding';
import type { SynthesizedStack } from './synthesized-stack';
import { type Workspace, WorkspaceError } from './workspace';

/** The parts of the signed-in user or service principal that are read here. */
export interface SignedInUser {
  /** Address of a user, application ID of a service principal. */
  readonly userName?: string;
  readonly groups?: readonly { readonly display?: string }[];
}

interface RunAs {
  readonly service_principal_name?: string;
  readonly user_name?: string;
}

const ROLE = 'https://docs.databricks.com/aws/en/security/auth/access-control/service-principal-acl';

/**
 * Checks whether the signed-in principal may deploy what runs as somebody else, and create what only administrators
 * may create.
 *
 * @see https://docs.databricks.com/api/workspace/jobs/create (run_as)
 */
export async function ownerFindings(
  stack: SynthesizedStack,
  me: SignedInUser,
  workspace: Workspace,
): Promise<Finding[]> {
  const isAdmin = me.groups?.some(({ display }) => display === 'admins') ?? false;
  const owners = new Map<string, boolean>();
  for (const { run_as: runAs } of [...stack.resources('pipeline'), ...stack.resources('job')]) {
    const { service_principal_name: principal, user_name: user } = (runAs ?? {}) as RunAs;
    const name = principal ?? user;
    if (name !== undefined) owners.set(name, principal !== undefined);
  }
  const findings = await Promise.all(
    [...owners].map(([name, isServicePrincipal]) =>
      name === me.userName
        ? finding('fine', `${name}, who is signed in`)
        : isServicePrincipal
          ? servicePrincipalFinding(name, workspace)
          : userFinding(name, isAdmin),
    ),
  );
  return [...findings, ...administratorFindings(stack, isAdmin), ...lockoutFindings(stack, me, isAdmin)];
}

async function servicePrincipalFinding(applicationId: string, workspace: Workspace): Promise<Finding> {
  const found = await servicePrincipals(applicationId, workspace);
  if (found === undefined) {
    return finding(
      'warning',
      `you may not look up service principal ${applicationId}, so it was not checked.`,
    );
  }
  const [principal] = found;
  if (principal === undefined) {
    return finding(
      'problem',
      `service principal ${applicationId} does not exist in this workspace. Add it, or correct 'roles.owner' of the environment.`,
    );
  }
  if (principal.active === false) {
    return finding('problem', `service principal ${applicationId} is deactivated. Activate it.`);
  }
  return finding(
    'fine',
    `service principal ${principal.displayName ?? applicationId}. You need the role Service Principal: User on it, which is not checked: ${ROLE}`,
  );
}

/** The service principals with an application ID; undefined if the deployer may not list them. */
async function servicePrincipals(
  applicationId: string,
  workspace: Workspace,
): Promise<readonly { readonly displayName?: string; readonly active?: boolean }[] | undefined> {
  try {
    // https://docs.databricks.com/api/workspace/serviceprincipals/list
    const { Resources: found = [] } = await workspace.get<{
      readonly Resources?: readonly { readonly displayName?: string; readonly active?: boolean }[];
    }>('/api/2.0/preview/scim/v2/ServicePrincipals', { filter: `applicationId eq "${applicationId}"` });
    return found;
  } catch (error) {
    if (error instanceof WorkspaceError && error.status === 403) return undefined;
    throw error;
  }
}

function userFinding(name: string, isAdmin: boolean): Finding {
  return isAdmin
    ? finding('fine', `${name}; you are a workspace administrator, so you may let others run jobs`)
    : finding(
        'problem',
        `only a workspace administrator can deploy what runs as ${name}. Deploy as an administrator, or make a service principal the owner.`,
      );
}

function administratorFindings(stack: SynthesizedStack, isAdmin: boolean): Finding[] {
  const created = [
    ...(stack.resources('cluster_policy').length > 0 ? ['cluster policies'] : []),
    ...(stack.resources('sql_endpoint').length > 0 ? ['a SQL warehouse'] : []),
  ];
  if (isAdmin || created.length === 0) return [];
  return [
    {
      subject: 'rights',
      status: 'warning',
      text: `you are not a workspace administrator, who alone can create ${created.join(' and ')} unless you were granted that right.`,
    },
  ];
}

/**
 * The access lists replace those of the workspace, so whoever deploys without being in them could not manage afterwards
 * what was deployed. Administrators always can.
 *
 * @see https://github.com/databricks/terraform-provider-databricks/blob/v1.99.0/permissions/permission_definitions.go
 */
function lockoutFindings(
  stack: SynthesizedStack,
  { userName = '' }: SignedInUser,
  isAdmin: boolean,
): Finding[] {
  const lists = stack.resources('permissions').map((each) => managersIn(each.access_control));
  const isLockedOut = lists.some(
    (managers) => managers.length > 0 && !managers.includes(userName.toLowerCase()),
  );
  if (isAdmin || !isLockedOut) return [];
  return [
    {
      subject: 'rights',
      status: 'problem',
      text: `this deployment gives the right to manage to the owner and 'roles.deployers' only, so ${userName} would lose it. Add it to 'roles.deployers' of the environment, or deploy as one of them.`,
    },
  ];
}

/** The users and service principals that may manage an object, in lower case. */
function managersIn(accessControl: unknown): string[] {
  return ((accessControl ?? []) as readonly Readonly<Record<string, string | undefined>>[])
    .filter(({ permission_level: level }) => level === 'CAN_MANAGE' || level === 'IS_OWNER')
    .flatMap(({ user_name: user, service_principal_name: principal }) => user ?? principal ?? [])
    .map((name) => name.toLowerCase());
}

function finding(status: Finding['status'], text: string): Finding {
  return { subject: 'owner', status, text };
}
