/** Attributes that a resource of a type may change in place without anybody noticing; `*` is any name. */
type Patterns = readonly string[];

const OF_ALL: Patterns = ['comment', 'description', 'tags', 'timeouts', 'no_wait'];

const OF_CLUSTERS: Patterns = [
  'custom_tags',
  'aws_attributes.availability',
  'azure_attributes.availability',
  'gcp_attributes.availability',
];

/**
 * What may change in place without a consequence for tables, rights, costs or operation, by type of resource. What is
 * neither here nor told by another part of the review is unknown, never safe.
 *
 * @see https://registry.terraform.io/providers/databricks/databricks/1.99.0/docs
 */
const HARMLESS: Readonly<Record<string, Patterns>> = {
  alert_v2: ['display_name', 'custom_description', 'custom_summary'],
  catalog: ['properties', 'enable_predictive_optimization'],
  cluster_policy: ['name'],
  dashboard: ['display_name', 'serialized_dashboard'],
  entity_tag_assignment: ['tag_value'],
  job: [
    'name',
    'budget_policy_id',
    'usage_policy_id',
    'notification_settings',
    'task.*.description',
    'task.*.environment_key',
    'task.*.job_cluster_key',
    'task.*.max_retries',
    'task.*.min_retry_interval_millis',
    'task.*.retry_on_timeout',
    'task.*.email_notifications',
    'task.*.notification_settings',
    ...OF_CLUSTERS.map((pattern) => `job_cluster.*.new_cluster.${pattern}`),
    ...OF_CLUSTERS.map((pattern) => `task.*.new_cluster.${pattern}`),
  ],
  pipeline: [
    'name',
    'allow_duplicate_names',
    'budget_policy_id',
    'usage_policy_id',
    ...OF_CLUSTERS.map((pattern) => `cluster.*.${pattern}`),
  ],
  query: ['display_name', 'parent_path'],
  schema: ['properties', 'enable_predictive_optimization'],
  sql_endpoint: ['name', 'spot_instance_policy'],
  // An external volume with another location is created again; that of a managed one is for Databricks to choose.
  volume: ['storage_location'],
};

/** Types of which a new resource changes nothing that is there already. */
const HARMLESS_IF_NEW: ReadonlySet<string> = new Set([
  'alert',
  'alert_v2',
  'catalog',
  'cluster_policy',
  'dashboard',
  'directory',
  'entity_tag_assignment',
  'external_location',
  'file',
  'job',
  'notebook',
  'notification_destination',
  'pipeline',
  'query',
  'registered_model',
  'schema',
  'secret',
  'secret_scope',
  'sql_endpoint',
  'sql_query',
  'storage_credential',
  'volume',
  'workspace_file',
]);

/** Types that nothing but people reads, so that nothing breaks when one goes. */
const HARMLESS_IF_GONE: ReadonlySet<string> = new Set(['entity_tag_assignment', 'query', 'sql_query']);

/** Whether a change in place of an attribute has no consequence. */
export function isHarmless(type: string, path: readonly string[]): boolean {
  return [...OF_ALL, ...(HARMLESS[type] ?? [])].some((pattern) => matches(pattern, path));
}

/** Whether a new resource of a type changes nothing that is there. */
export function isHarmlessIfNew(type: string): boolean {
  return HARMLESS_IF_NEW.has(type);
}

/** Whether a resource of a type can go, or be another one, without a consequence. */
export function isHarmlessIfGone(type: string): boolean {
  return HARMLESS_IF_GONE.has(type);
}

const patterns = new Map<string, readonly string[]>();

function matches(pattern: string, path: readonly string[]): boolean {
  const names = patterns.get(pattern) ?? pattern.split('.');
  patterns.set(pattern, names);
  return names.every((name, index) => name === path[index] || (name === '*' && path[index] !== undefined));
}
