import { Permissions, type PermissionsAccessControl } from '@cdktf/provider-databricks/lib/permissions';
import type { Construct } from 'constructs';
import type { Principal } from './principal';
import { principalsOf, type Role, type Roles } from './roles';

/**
 * Permission level of each role, by kind of object. A role that is not listed has no permission. Only the owner and the
 * deployers can change an object: alerts run as the owner, so whoever edits one reads and writes what the owner can.
 *
 * @see https://docs.databricks.com/aws/en/security/auth/access-control/
 */
export const PERMISSION_LEVELS = {
  pipeline: { owner: 'IS_OWNER', deployers: 'CAN_MANAGE', engineers: 'CAN_RUN', auditors: 'CAN_VIEW' },
  job: { owner: 'IS_OWNER', deployers: 'CAN_MANAGE', engineers: 'CAN_MANAGE_RUN', auditors: 'CAN_VIEW' },
  directory: { owner: 'CAN_MANAGE', deployers: 'CAN_MANAGE', engineers: 'CAN_READ', auditors: 'CAN_READ' },
  clusterPolicy: { owner: 'CAN_USE', deployers: 'CAN_USE', engineers: 'CAN_USE' },
  // Without an owner here, whoever deployed last would become the owner.
  warehouse: {
    owner: 'IS_OWNER',
    deployers: 'CAN_MANAGE',
    engineers: 'CAN_USE',
    analysts: 'CAN_USE',
    auditors: 'CAN_USE',
  },
  alert: { owner: 'CAN_MANAGE', deployers: 'CAN_MANAGE', engineers: 'CAN_RUN', auditors: 'CAN_READ' },
  operationsDashboard: {
    owner: 'CAN_MANAGE',
    deployers: 'CAN_MANAGE',
    engineers: 'CAN_RUN',
    auditors: 'CAN_READ',
  },
  businessDashboard: {
    owner: 'CAN_MANAGE',
    deployers: 'CAN_MANAGE',
    engineers: 'CAN_RUN',
    analysts: 'CAN_READ',
  },
} as const satisfies Readonly<Record<string, Partial<Record<Role, string>>>>;

/** Kinds of objects that have permissions. */
export type PermissionObject = keyof typeof PERMISSION_LEVELS;

/** The property of the Terraform resource that identifies an object, by kind. */
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

/** The object, and the roles to grant permissions to. */
export interface ObjectPermissionsProps {
  readonly object: PermissionObject;

  /** Id of the object, or path of a directory, as a reference. */
  readonly id: string;

  readonly roles: Roles;
}

/**
 * All permissions of one object: the resource replaces existing ones. Only for warehouses and alerts does the provider
 * add the deploying identity; in all other cases whoever deploys must be the owner, a deployer or an administrator.
 *
 * @see https://github.com/databricks/terraform-provider-databricks/blob/v1.99.0/permissions/permission_definitions.go
 */
export class ObjectPermissions extends Permissions {
  /** Create the permissions of an object; returns undefined if no given role has a permission for it. */
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
  const levels: Partial<Record<Role, string>> = PERMISSION_LEVELS[object];
  return Object.entries(levels).flatMap(([role, permissionLevel]) =>
    principalsOf(roles, role as Role).map((principal) => ({
      ...principalProperty(principal),
      permissionLevel,
    })),
  );
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
