/**
 * Attributes that the provider cannot change in place, by type of resource: another value deletes the resource and
 * creates it again. A plan says so itself; this is for comparing two stacks without one, and has what the constructs
 * of this project write.
 *
 * @see https://registry.terraform.io/providers/databricks/databricks/1.99.0/docs
 */
export const REPLACING_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  pipeline: ['storage'],
  catalog: ['storage_root', 'provider_name', 'share_name', 'connection_name'],
  schema: ['name', 'catalog_name', 'storage_root'],
  volume: ['catalog_name', 'schema_name', 'volume_type', 'storage_location'],
  grants: ['catalog', 'schema', 'table', 'volume', 'external_location', 'storage_credential', 'metastore'],
  grant: ['catalog', 'schema', 'table', 'volume', 'principal'],
  permissions: [
    'pipeline_id',
    'job_id',
    'cluster_policy_id',
    'directory_path',
    'notebook_path',
    'sql_endpoint_id',
    'dashboard_id',
    'alert_v2_id',
  ],
  notebook: ['path'],
  workspace_file: ['path'],
  directory: ['path'],
  secret_scope: ['name'],
  secret: ['scope', 'key'],
  secret_acl: ['scope', 'principal', 'permission'],
  entity_tag_assignment: ['entity_name', 'entity_type', 'tag_key'],
  dashboard: ['parent_path'],
};
