import { Permissions, type PermissionsAccessControl } from '@cdktf/provider-databricks/lib/permissions';
import type { Construct } from 'constructs';
import type { Principal } from './principal';
import type { Roles } from './roles';

/**
 * What each role may do with each kind of object, in the words of Databricks. A role that is not named may do
 * nothing with it.
 *
 * @see https://docs.databricks.com/aws/en/security/auth/access-control/
 */
export const PERMISSION_LEVELS = {
  pipeline: { owner: 'IS_OWNER', engineers: 'CAN_RUN', auditors: 'CAN_VIEW' },
  job: { owner: 'IS_OWNER', engineers: 'CAN_MANAGE_RUN', auditors: 'CAN_VIEW' },
  directory: { owner: 'CAN_MANAGE', engineers: 'CAN_READ', auditors: 'CAN_READ' },
  clusterPolicy: { owner: 'CAN_USE', engineers: 'CAN_USE' },
  warehouse: { owner: 'CAN_MANAGE', engineers: 'CAN_USE', analysts: 'CAN_USE', auditors: 'CAN_USE' },
  alert: { owner: 'CAN_MANAGE', engineers: 'CAN_EDIT', auditors: 'CAN_READ' },
  operationsDashboard: { owner: 'CAN_MANAGE', engineers: 'CAN_EDIT', auditors: 'CAN_READ' },
  businessDashboard: { owner: 'CAN_MANAGE', engineers: 'CAN_EDIT', analysts: 'CAN_READ' },
} as const satisfies Readonly<Record<string, Partial<Record<keyof Roles, string>>>>;

/** The kinds of object that have permissions. */
export type PermissionObject = keyof typeof PERMISSION_LEVELS;

/** The property of Terraform's resource that names an object of each kind. */
const OBJECT_PROPERTIES = {
  pipeline: 'pipelineId',
  job: 'jobId',
  directory: 'directoryPath',
  clusterPolicy: 'clusterPolicyId',
  warehouse: 'sqlEndpointId',
  alert: 'alertV2Id',
  operationsDashboard: 'dashboardId',
  businessDashboard: 'dashboardId',
} as const satisfies Readonly<Record<PermissionObject, string>>;

/** Which object, and who has a role. */
export interface ObjectPermissionsProps {
  readonly object: PermissionObject;

  /** Id of the object, or path of a directory, as a reference. */
  readonly id: string;

  readonly roles: Roles;
}

/**
 * The permissions of one object, all of them: the resource replaces whatever was there. Who deploys keeps the right
 * to manage, as the provider adds it.
 */
export class ObjectPermissions extends Permissions {
  /** The permissions of an object; nothing where no role with a right to it is given. */
  static grant(scope: Construct, id: string, props: ObjectPermissionsProps): ObjectPermissions | undefined {
    const accessControl = accessControlOf(props);
    return accessControl.length === 0 ? undefined : new ObjectPermissions(scope, id, props, accessControl);
  }

  private constructor(
    scope: Construct,
    id: string,
    props: ObjectPermissionsProps,
    accessControl: PermissionsAccessControl[],
  ) {
    super(scope, id, { [OBJECT_PROPERTIES[props.object]]: props.id, accessControl });
  }
}

function accessControlOf({ object, roles }: ObjectPermissionsProps): PermissionsAccessControl[] {
  const levels: Partial<Record<keyof Roles, string>> = PERMISSION_LEVELS[object];
  return Object.entries(levels).flatMap(([role, permissionLevel]) => {
    const principal = roles[role as keyof Roles];
    return principal ? [{ ...principalProperty(principal), permissionLevel }] : [];
  });
}

function principalProperty(principal: Principal): Partial<PermissionsAccessControl> {
  switch (principal.kind) {
    case 'user':
      return { userName: principal.userName };
    case 'group':
      return { groupName: principal.groupName };
    case 'service-principal':
      return { servicePrincipalName: principal.applicationId };
  }
}
