import type { Finding } from './finding';
import type { Attributes, SynthesizedStack } from './synthesized-stack';
import { validationFinding } from './validate-pipeline';
import { type Workspace, WorkspaceError } from './workspace';

/** What the probes need. */
export interface ProbeProps {
  readonly stack: SynthesizedStack;
  readonly workspace: Workspace;
  /** Address or application ID of the signed-in principal. */
  readonly me: string;
  /** Waits between two looks at a running validation. */
  readonly pause: () => Promise<void>;
}

/** One probe: what it looks at, and how. */
type Probe = (props: ProbeProps) => Promise<Finding[]>;

/** An attribute with the object that contains it. */
interface Place {
  readonly value: string;
  readonly within: Attributes;
}

const PROBES: readonly Probe[] = [catalogs, nodeTypes, principals, destinations, pipelines];

/**
 * Checks what a deployment and its first update rely on, with read-only calls and an update that only validates.
 *
 * @returns a finding per object; an answer that the probes do not expect is a warning
 */
export async function workspaceProbes(props: ProbeProps): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const probe of PROBES) {
    try {
      findings.push(...(await probe(props)));
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      findings.push(finding('workspace', 'warning', `${error.message} (${error.status} ${error.code})`));
    }
  }
  return findings;
}

/** Whether the catalogs exist and the deployer may create schemas in them. */
async function catalogs({ stack, workspace, me }: ProbeProps): Promise<Finding[]> {
  const names = new Set(valuesOf(stack.resources('schema'), 'catalog_name').map(({ value }) => value));
  return Promise.all(
    [...names].map(async (name) => {
      try {
        // https://docs.databricks.com/api/workspace/grants/geteffective
        const { privilege_assignments: assignments = [] } = await workspace.get<{
          readonly privilege_assignments?: readonly {
            readonly privileges?: readonly { readonly privilege?: string }[];
          }[];
        }>(`/api/2.1/unity-catalog/effective-permissions/catalog/${encodeURIComponent(name)}`, {
          principal: me,
        });
        const granted = assignments.flatMap(({ privileges = [] }) =>
          privileges.map(({ privilege }) => privilege),
        );
        const missing = ['USE_CATALOG', 'CREATE_SCHEMA'].filter(
          (each) => !granted.includes(each) && !granted.includes('ALL_PRIVILEGES'),
        );
        return missing.length === 0
          ? finding('catalog', 'fine', `${name}, in which you may create schemas`)
          : finding(
              'catalog',
              'warning',
              `${name}: you were not granted ${missing.join(' and ')}. Its owner does not need them; everybody else does.`,
            );
      } catch (error) {
        if (!(error instanceof WorkspaceError) || !error.isMissing) throw error;
        return finding(
          'catalog',
          'problem',
          `${name} does not exist, or you may not see it. Create it, or let its owner grant USE CATALOG and CREATE SCHEMA.`,
        );
      }
    }),
  );
}

/** Whether the node types exist, and have disks: those without local disks need EBS volumes on AWS. */
async function nodeTypes({ stack, workspace }: ProbeProps): Promise<Finding[]> {
  const used = valuesOf([...stack.resources('pipeline'), ...stack.resources('job')], 'node_type_id');
  if (used.length === 0) return [];
  // https://docs.databricks.com/api/workspace/clusters/listnodetypes
  const { node_types: known = [] } = await workspace.get<{
    readonly node_types?: readonly {
      readonly node_type_id?: string;
      readonly is_deprecated?: boolean;
      readonly node_instance_type?: { readonly local_disks?: number; readonly local_nvme_disks?: number };
    }[];
  }>('/api/2.1/clusters/list-node-types');
  const fixed = stack.resources('cluster_policy').some((policy) => /ebs_volume/.test(JSON.stringify(policy)));
  return [...new Map(used.map((place) => [place.value, place])).values()].map(({ value, within }) => {
    const type = known.find(({ node_type_id: id }) => id === value);
    if (!type) return finding('compute', 'problem', `node type ${value} does not exist in this workspace.`);
    if (type.is_deprecated) return finding('compute', 'warning', `node type ${value} is deprecated.`);
    const { local_disks: disks = 0, local_nvme_disks: nvme = 0 } = type.node_instance_type ?? {};
    const hasVolumes = fixed || /ebs_volume_count/.test(JSON.stringify(within));
    return disks + nvme > 0 || hasVolumes || within.aws_attributes === undefined
      ? finding('compute', 'fine', `node type ${value}`)
      : finding(
          'compute',
          'problem',
          `node type ${value} has no local disk, and its clusters get no EBS volume, so they cannot start.`,
        );
  });
}

/** Whether the groups and service principals that get rights exist. */
async function principals({ stack, workspace }: ProbeProps): Promise<Finding[]> {
  const permissions = stack.resources('permissions');
  const named = (attribute: string) => [
    ...new Set(valuesOf(permissions, attribute).map(({ value }) => value)),
  ];
  const wanted = [
    ...named('group_name').map((name) => ['Groups', 'displayName', 'group', name] as const),
    ...named('service_principal_name').map(
      (name) => ['ServicePrincipals', 'applicationId', 'service principal', name] as const,
    ),
  ];
  return Promise.all(
    wanted.map(async ([list, attribute, kind, name]) => {
      const { Resources: found = [] } = await workspace.get<{ readonly Resources?: readonly unknown[] }>(
        `/api/2.0/preview/scim/v2/${list}`,
        { filter: `${attribute} eq "${name}"` },
      );
      return found.length > 0
        ? finding('roles', 'fine', `${kind} ${name}`)
        : finding(
            'roles',
            'problem',
            `${kind} ${name} does not exist in this workspace. Add it, or change the role.`,
          );
    }),
  );
}

/** Whether the notification destinations exist. */
async function destinations({ stack, workspace }: ProbeProps): Promise<Finding[]> {
  const ids = new Set(
    [...valuesOf(stack.resources('alert_v2'), 'destination_id'), ...webhooksOf(stack.resources('job'))].map(
      ({ value }) => value,
    ),
  );
  return Promise.all(
    [...ids].map(async (id) => {
      try {
        const { display_name: name } = await workspace.get<{ readonly display_name?: string }>(
          `/api/2.0/notification-destinations/${id}`,
        );
        return finding('notify', 'fine', `notification destination ${name ?? id}`);
      } catch (error) {
        if (!(error instanceof WorkspaceError) || !error.isMissing) throw error;
        return finding('notify', 'problem', `notification destination ${id} does not exist.`);
      }
    }),
  );
}

/** Whether the code of the deployed pipelines is valid on Databricks. */
async function pipelines({ stack, workspace, me, pause }: ProbeProps): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name } of stack.resources('pipeline')) {
    findings.push(await validationFinding(resolvedName(String(name), me), workspace, pause));
  }
  return findings;
}

/** The name of an object, with the prefix of DeploymentNames that Terraform computes from the signed-in user. */
function resolvedName(name: string, me: string): string {
  return name.replace(/\$\{replace\(lower\([^}]*\}/, () => me.toLowerCase().replace(/[^a-z0-9]+/g, '_'));
}

/** Every literal value of an attribute, at any depth. */
function valuesOf(value: unknown, attribute: string): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as Attributes)[attribute];
  return [
    ...(typeof own === 'string' && !own.includes('${') ? [{ value: own, within: value as Attributes }] : []),
    ...Object.values(value).flatMap((each) => valuesOf(each, attribute)),
  ];
}

function webhooksOf(jobs: readonly Attributes[]): Place[] {
  return jobs.flatMap(({ webhook_notifications: webhooks }) => valuesOf(webhooks, 'id'));
}

function finding(subject: string, status: Finding['status'], text: string): Finding {
  return { subject, status, text };
}
