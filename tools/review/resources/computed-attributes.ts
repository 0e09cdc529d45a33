/** Attributes that Databricks computes, of all types and of single ones. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  '*': [
    'create_time',
    'created_at',
    'created_by',
    'etag',
    'full_name',
    'id',
    'md5',
    'metastore_id',
    'object_id',
    'object_type',
    'update_time',
    'updated_at',
    'updated_by',
    'url',
    'workspace_path',
  ],
  pipeline: [
    'cause',
    'cluster_id',
    'creator_user_name',
    'expected_last_modified',
    'health',
    'last_modified',
    'latest_updates',
    'state',
  ],
  job: ['format', 'edit_mode'],
  schema: ['schema_id'],
  catalog: ['browse_only', 'catalog_type', 'effective_predictive_optimization_flag', 'securable_type'],
  volume: ['volume_path'],
  sql_endpoint: [
    'creator_name',
    'data_source_id',
    'health',
    'jdbc_url',
    'num_active_sessions',
    'num_clusters',
    'odbc_params',
    'state',
  ],
  alert_v2: [
    'effective_parent_path',
    'effective_retrigger_seconds',
    'effective_run_as',
    'lifecycle_state',
    'owner_user_name',
  ],
  dashboard: ['dashboard_change_detected', 'dashboard_id', 'lifecycle_state', 'path'],
  cluster_policy: ['policy_id'],
  file: ['file_size', 'modification_time', 'remote_file_modified'],
  secret: ['config_reference', 'last_updated_timestamp'],
};

/** Computed values within blocks, as `type.block.attribute`. */
const COMPUTED_WITHIN: ReadonlySet<string> = new Set([
  'alert_v2.evaluation.state',
  'alert_v2.evaluation.last_evaluated_at',
]);

const computedByType = new Map<string, ReadonlySet<string>>();

/** Whether Databricks computes an attribute, or a value within it, so that it says nothing of what is deployed. */
export function isComputed(type: string, path: readonly string[]): boolean {
  const computed = computedByType.get(type) ?? new Set([...(COMPUTED['*'] ?? []), ...(COMPUTED[type] ?? [])]);
  computedByType.set(type, computed);
  return computed.has(path[0] as string) || COMPUTED_WITHIN.has(`${type}.${path.join('.')}`);
}
