import path from 'node:path';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import type { Attributes, Deployment, ResourceChange } from '../review/plan/deployment';
import { type Workspace, WorkspaceError } from './workspace';

/** An object in the workspace that a plan wants to create. */
export interface ExistingObject {
  readonly address: string;
  /** ID for `terraform import`. */
  readonly importId: string;
}

/** Finds the object that a resource would create; resolves with its ID for `terraform import`. */
type Lookup = (planned: Attributes, workspace: Workspace) => Promise<string | undefined>;

/** Finds a workspace object by its path, with the path as ID. */
const byPath: Lookup = async ({ path: where }, workspace) => {
  await statusOf(String(where), workspace);
  return String(where);
};

/** Finds an object of Unity Catalog by its full name, which is its ID. */
function byFullName(kind: string, ...parts: readonly string[]): Lookup {
  return async (planned, workspace) => {
    const name = parts.map((part) => planned[part]).join('.');
    await workspace.get(`/api/2.1/unity-catalog/${kind}/${encodeURIComponent(name)}`);
    return name;
  };
}

/** Finds an object by name in a list. */
function inList(
  endpoint: string,
  { list, name, id }: { readonly list: string; readonly name: string; readonly id: string },
  query: (name: string) => Readonly<Record<string, string>> = () => ({}),
): Lookup {
  return async (planned, workspace) => {
    const wanted = String(planned[name] ?? '');
    const { [list]: found = [] } = await workspace.get<Record<string, readonly Attributes[]>>(
      endpoint,
      query(wanted),
    );
    const object = found.find((each) => (each[name] ?? (each.settings as Attributes)?.[name]) === wanted);
    return object === undefined ? undefined : String(object[id]);
  };
}

/**
 * Lookups by resource type. Types that only set something on another object, such as permissions, are missing: creating
 * them replaces what is there.
 *
 * @see https://docs.databricks.com/api/workspace/introduction
 */
const LOOKUPS: Readonly<Record<string, Lookup>> = {
  catalog: byFullName('catalogs', 'name'),
  schema: byFullName('schemas', 'catalog_name', 'name'),
  volume: byFullName('volumes', 'catalog_name', 'schema_name', 'name'),
  directory: byPath,
  // Creating a notebook overwrites one at the same path: workspace/resource_notebook.go of the provider.
  notebook: byPath,
  workspace_file: byPath,
  dashboard: async ({ parent_path: parent, display_name: name }, workspace) => {
    const { resource_id: id } = await statusOf(`${parent}/${name}.lvdash.json`, workspace);
    return id;
  },
  pipeline: inList('/api/2.0/pipelines', { list: 'statuses', name: 'name', id: 'pipeline_id' }, (name) => ({
    filter: `name LIKE '${name}'`,
  })),
  job: inList('/api/2.2/jobs/list', { list: 'jobs', name: 'name', id: 'job_id' }, (name) => ({ name })),
  cluster_policy: inList('/api/2.0/policies/clusters/list', {
    ...{ list: 'policies', name: 'name', id: 'policy_id' },
  }),
  sql_endpoint: inList('/api/2.0/sql/warehouses', { list: 'warehouses', name: 'name', id: 'id' }),
  secret_scope: inList('/api/2.0/secrets/scopes/list', { list: 'scopes', name: 'name', id: 'name' }),
  alert_v2: inList('/api/2.0/alerts', { list: 'alerts', name: 'display_name', id: 'id' }, () => ({
    page_size: '100',
  })),
  entity_tag_assignment: async ({ entity_type: type, entity_name: name, tag_key: key }, workspace) => {
    const entity = `${type}/${encodeURIComponent(String(name))}`;
    await workspace.get(`/api/2.1/unity-catalog/entity-tag-assignments/${entity}/tags/${key}`);
    return `${type},${name},${key}`;
  },
};

/**
 * Finds objects that exist in the workspace although the plan creates them: the state was lost, is in a different
 * checkout, or a deployment was killed before Terraform recorded them. Creating them fails, or overwrites them.
 *
 * @param addresses resources to look for. @default - all that the plan creates
 */
export async function existingObjects(
  { resources }: Deployment,
  workspace: Workspace,
  addresses?: readonly string[],
): Promise<ExistingObject[]> {
  const created = resources.filter(
    ({ actions, address }) => actions.join() === 'create' && (addresses?.includes(address) ?? true),
  );
  const found = await Promise.all(
    created.map(async (resource) => ({
      address: resource.address,
      importId: await importIdOf(resource, workspace),
    })),
  );
  return found.filter((object): object is ExistingObject => object.importId !== undefined);
}

/** Describes how to adopt existing objects. */
export function renderExisting(objects: readonly ExistingObject[], directory: string): string {
  const terraform = `terraform -chdir=${path.relative(PROJECT_ROOT, directory)}`;
  return [
    'These objects already exist in the workspace, but not in this Terraform state. Look for the state first: it may be in a different checkout or backend. If it is lost, adopt each object, and run the command again to review what changes:',
    ...objects.map(({ address, importId }) => `  ${terraform} import '${address}' '${importId}'`),
  ].join('\n');
}

async function importIdOf(
  { type, after }: ResourceChange,
  workspace: Workspace,
): Promise<string | undefined> {
  try {
    return await LOOKUPS[type]?.(after ?? {}, workspace);
  } catch (error) {
    // What may not be seen cannot be adopted either.
    if (error instanceof WorkspaceError) return undefined;
    throw error;
  }
}

function statusOf(where: string, workspace: Workspace): Promise<{ readonly resource_id?: string }> {
  return workspace.get('/api/2.0/workspace/get-status', { path: where });
}
