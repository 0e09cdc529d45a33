import type { Finding } from '../finding';
import { type Attributes, blocksOf, type Deployment, type ResourceChange } from '../plan/deployment';
import { namesText } from '../sentences';

/**
 * Attributes that identify an object to whose access list the provider adds whoever deploys it.
 *
 * @see https://github.com/databricks/terraform-provider-databricks/blob/v1.99.0/permissions/permission_definitions.go
 */
const ADDED_TO = ['alert_v2_id', 'sql_alert_id', 'sql_dashboard_id', 'sql_endpoint_id', 'sql_query_id'];

/** Permission levels that the provider gives to whoever deploys. */
const ADDED = ['CAN_MANAGE', 'IS_OWNER'];

/**
 * Separates what the provider itself adds to access lists from out-of-band changes. It gives whoever deploys the right
 * to manage alerts and warehouses without storing it in the state, so the plan of the next deployer takes it away.
 *
 * @returns the deployment without these entries, and one finding if there were any
 */
export function withoutDeployerEntries(deployment: Deployment): {
  readonly deployment: Deployment;
  readonly findings: readonly Finding[];
} {
  const added = new Map(
    deployment.drift.flatMap((resource) => {
      const entries = addedEntries(resource);
      return entries.length > 0 ? [[resource.address, entries] as const] : [];
    }),
  );
  if (added.size === 0) return { deployment, findings: [] };
  const principals = [...new Set([...added.values()].flat().map(nameOf))];
  return {
    deployment: {
      ...deployment,
      drift: deployment.drift.map((resource) => without(resource, 'after', added.get(resource.address))),
      resources: deployment.resources.map((resource) =>
        without(resource, 'before', added.get(resource.address)),
      ),
    },
    findings: [
      {
        kind: 'safe-change',
        what: `${namesText(principals)} deployed before, and only therefore may manage alerts or warehouses.`,
        why: `The provider adds whoever deploys to ${namesText([...added.keys()], 3)}, and this deployment replaces that entry. With all deployers in \`roles.deployers\` of the environment, there is no such change.`,
        documentation:
          'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/permissions',
      },
    ],
  };
}

/** Entries that are in the workspace but not in the state, and that the provider may have added. */
function addedEntries({ type, before, after }: ResourceChange): Attributes[] {
  if (type !== 'permissions' || !ADDED_TO.some((name) => after?.[name])) return [];
  const stored = blocksOf(before?.access_control).map(keyOf);
  return blocksOf(after?.access_control).filter(
    (entry) =>
      !entry.group_name && ADDED.includes(String(entry.permission_level)) && !stored.includes(keyOf(entry)),
  );
}

function without(
  resource: ResourceChange,
  side: 'before' | 'after',
  entries: readonly Attributes[] | undefined,
): ResourceChange {
  const attributes = resource[side];
  if (!entries || !attributes) return resource;
  const keys = entries.map(keyOf);
  const remaining = blocksOf(attributes.access_control).filter((entry) => !keys.includes(keyOf(entry)));
  return { ...resource, [side]: { ...attributes, access_control: remaining } };
}

function nameOf({ user_name: user, service_principal_name: principal }: Attributes): string {
  return String(user || principal);
}

function keyOf(entry: Attributes): string {
  return JSON.stringify([nameOf(entry), entry.group_name ?? '', entry.permission_level]);
}
