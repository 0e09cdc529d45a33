/** Attributes of a resource type by effect, separated by spaces; `*` is any name in a path. */
interface ResourceType {
  /** Attributes computed by Databricks, which are no part of the configuration. */
  readonly computed?: string;

  /** Attributes whose changes do not affect tables, rights, cost or operation. */
  readonly harmless?: string;

  /**
   * Attributes that force a replacement. Plans contain this information; the list is for comparing two stacks and covers
   * the resources of this project's constructs.
   */
  readonly replacing?: string;

  /** Whether adding one leaves everything existing unchanged. */
  readonly isHarmlessIfNew?: true;

  /** Whether it is only for human readers, so that nothing breaks without it. */
  readonly isHarmlessIfGone?: true;
}

const CLUSTER_DETAILS = [
  ...['custom_tags', 'aws_attributes.availability', 'azure_attributes.availability'],
  ...['gcp_attributes.availability', 'aws_attributes.ebs_volume_type', 'aws_attributes.ebs_volume_size'],
];
const within = (path: string) => CLUSTER_DETAILS.map((name) => `${path}.${name}`).join(' ');

const ANY_TYPE: ResourceType = {
  computed:
    'create_time created_at created_by etag full_name id md5 metastore_id object_id object_type update_time updated_at updated_by url workspace_path',
  harmless: 'comment description tags timeouts no_wait',
};

/** @see https://registry.terraform.io/providers/databricks/databricks/1.99.0/docs */
const TYPES: Readonly<Record<string, ResourceType>> = {
  alert: { isHarmlessIfNew: true },
  alert_v2: {
    computed:
      'effective_parent_path effective_retrigger_seconds effective_run_as lifecycle_state owner_user_name evaluation.state evaluation.last_evaluated_at evaluation.notification.effective_notify_on_ok evaluation.notification.effective_retrigger_seconds',
    harmless: 'display_name custom_description custom_summary',
    // The code has to ask for it with `replace_triggered_by`: the provider plans an update, which fails.
    replacing: 'parent_path',
    isHarmlessIfNew: true,
  },
  catalog: {
    computed: 'browse_only catalog_type effective_predictive_optimization_flag securable_type',
    harmless: 'properties enable_predictive_optimization',
    replacing: 'storage_root provider_name share_name connection_name',
    isHarmlessIfNew: true,
  },
  cluster_policy: { computed: 'policy_id', harmless: 'name', isHarmlessIfNew: true },
  dashboard: {
    computed: 'dashboard_change_detected dashboard_id lifecycle_state path',
    harmless: 'display_name serialized_dashboard',
    replacing: 'parent_path',
    isHarmlessIfNew: true,
  },
  directory: { replacing: 'path', isHarmlessIfNew: true },
  entity_tag_assignment: {
    harmless: 'tag_value',
    replacing: 'entity_name entity_type tag_key',
    isHarmlessIfNew: true,
    isHarmlessIfGone: true,
  },
  external_location: { isHarmlessIfNew: true },
  file: { computed: 'file_size modification_time remote_file_modified', isHarmlessIfNew: true },
  grant: { replacing: 'catalog schema table volume principal' },
  grants: {
    replacing: 'catalog schema table volume external_location storage_credential metastore',
  },
  job: {
    computed: 'format edit_mode',
    harmless: `name budget_policy_id usage_policy_id notification_settings task.*.description task.*.environment_key task.*.job_cluster_key task.*.max_retries task.*.disable_auto_optimization task.*.min_retry_interval_millis task.*.retry_on_timeout task.*.email_notifications task.*.notification_settings ${within('job_cluster.*.new_cluster')} ${within('task.*.new_cluster')}`,
    isHarmlessIfNew: true,
  },
  notebook: { replacing: 'path', isHarmlessIfNew: true },
  notification_destination: {
    computed: 'destination_type',
    harmless: 'display_name config',
    isHarmlessIfNew: true,
  },
  permissions: {
    replacing:
      'pipeline_id job_id cluster_policy_id directory_path notebook_path sql_endpoint_id dashboard_id alert_v2_id',
  },
  pipeline: {
    computed:
      'cause cluster_id creator_user_name expected_last_modified health last_modified latest_updates state',
    harmless: `name allow_duplicate_names budget_policy_id usage_policy_id ${within('cluster.*')}`,
    replacing: 'storage',
    isHarmlessIfNew: true,
  },
  query: { harmless: 'display_name parent_path', isHarmlessIfNew: true, isHarmlessIfGone: true },
  registered_model: { isHarmlessIfNew: true },
  schema: {
    computed: 'schema_id',
    harmless: 'properties enable_predictive_optimization',
    replacing: 'name catalog_name storage_root',
    isHarmlessIfNew: true,
  },
  secret: {
    computed: 'config_reference last_updated_timestamp',
    replacing: 'scope key',
    isHarmlessIfNew: true,
  },
  secret_acl: { replacing: 'scope principal permission' },
  secret_scope: { replacing: 'name', isHarmlessIfNew: true },
  sql_endpoint: {
    computed:
      'creator_name data_source_id health jdbc_url num_active_sessions num_clusters odbc_params state',
    harmless: 'name spot_instance_policy',
    isHarmlessIfNew: true,
  },
  sql_query: { isHarmlessIfNew: true, isHarmlessIfGone: true },
  storage_credential: { isHarmlessIfNew: true },
  volume: {
    computed: 'volume_path',
    // Only external volumes have a configured location.
    harmless: 'storage_location',
    replacing: 'catalog_name schema_name volume_type storage_location',
    isHarmlessIfNew: true,
  },
  workspace_file: { replacing: 'path', isHarmlessIfNew: true },
};

/** Attributes of a type that force a replacement. */
export function replacingAttributes(type: string): readonly string[] {
  return TYPES[type]?.replacing?.split(' ') ?? [];
}

/** Whether an attribute or nested value is computed by Databricks. */
export function isComputed(type: string, path: readonly string[]): boolean {
  return matchesOne(type, 'computed', path);
}

/** Whether a change of an attribute is harmless. */
export function isHarmless(type: string, path: readonly string[]): boolean {
  return matchesOne(type, 'harmless', path);
}

/** Whether adding a resource of this type is harmless. */
export function isHarmlessIfNew(type: string): boolean {
  return TYPES[type]?.isHarmlessIfNew === true;
}

/** Whether deleting or replacing a resource of this type is harmless. */
export function isHarmlessIfGone(type: string): boolean {
  return TYPES[type]?.isHarmlessIfGone === true;
}

const patterns = new Map<string, readonly (readonly string[])[]>();

function matchesOne(type: string, aspect: 'computed' | 'harmless', path: readonly string[]): boolean {
  const key = `${type} ${aspect}`;
  const known =
    patterns.get(key) ??
    `${ANY_TYPE[aspect]} ${TYPES[type]?.[aspect] ?? ''}`
      .trim()
      .split(' ')
      .map((name) => name.split('.'));
  patterns.set(key, known);
  return known.some((names) =>
    names.every((name, index) => name === path[index] || (name === '*' && path[index] !== undefined)),
  );
}
