import {
  type Attributes,
  COMPLETION_MARKER,
  type Deployment,
  type ResourceChange,
} from '../../../tools/review/plan/deployment';

/** Attributes that are maps; any other object is a block, which a plan has in a list. */
const MAPS = new Set([
  ...['configuration', 'custom_tags', 'spark_conf', 'spark_env_vars', 'properties', 'options'],
  ...['parameters', 'base_parameters'],
]);

/** Types whose nested objects are attributes and no blocks. */
const WITHOUT_BLOCKS = new Set(['alert_v2', 'entity_tag_assignment']);

/** What a deployed resource has beside what the stack says, and what a new one does not have yet. */
const COMPUTED = ['id', 'url'];

/**
 * A deployment as `terraform show -json` tells a plan of it: blocks in lists, what Databricks has computed, nothing of
 * what is only known later, and the entries of drift that a clean plan has.
 */
export function planDocument({ resources, facts }: Deployment): string {
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_drift: resources.filter(({ type, before }) => type === 'job' && before).map(noise),
    resource_changes: [...resources.map(entry), completed(facts)],
    output_changes: { review: { actions: ['update'], before: facts.before, after: facts.after } },
    applyable: resources.some(({ actions }) => !actions.includes('no-op')),
    complete: true,
    errored: false,
  });
}

/** The resource that is updated last: the last deployment was complete. */
function completed({ before: { revision } }: Deployment['facts']): object {
  const change = { actions: ['update'], before: { input: { revision } } };
  return { address: COMPLETION_MARKER, type: 'terraform_data', change };
}

function entry({
  address,
  type,
  actions,
  before,
  after,
  unknown,
  replacePaths,
  reason,
}: ResourceChange): object {
  const isFresh = actions.includes('create');
  const computed = Object.fromEntries(COMPUTED.map((name) => [name, `${address}#${name}`]));
  return {
    address,
    mode: 'managed',
    type: `databricks_${type}`,
    name: address.split('.')[1],
    provider_name: 'registry.terraform.io/databricks/databricks',
    change: {
      actions,
      before: before ? { ...inPlan(type, before), ...computed } : null,
      after: after ? { ...inPlan(type, after), ...(isFresh ? {} : computed) } : null,
      after_unknown: {
        ...Object.fromEntries(Object.entries(unknown)),
        ...(isFresh ? Object.fromEntries(COMPUTED.map((name) => [name, true])) : {}),
      },
      before_sensitive: before ? {} : false,
      after_sensitive: after ? {} : false,
      ...(replacePaths.length > 0 ? { replace_paths: replacePaths } : {}),
    },
    ...(reason === undefined ? {} : { action_reason: reason }),
  };
}

/** Nothing against an empty list: what a plan calls drift although nobody did anything. */
function noise({ address, type, before = {} }: ResourceChange): object {
  return {
    address,
    mode: 'managed',
    type: `databricks_${type}`,
    provider_name: 'registry.terraform.io/databricks/databricks',
    change: {
      actions: ['update'],
      before: { ...inPlan(type, before), parameter: null },
      after: { ...inPlan(type, before), parameter: [] },
      after_unknown: {},
    },
  };
}

function inPlan(type: string, attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      WITHOUT_BLOCKS.has(type) ? value : blocks(type, name, value),
    ]),
  );
}

function blocks(type: string, name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => (isObject(each) ? inPlan(type, each) : each));
  if (!isObject(value)) return value;
  const isMap = MAPS.has(name) || (name === 'tags' && type !== 'sql_endpoint');
  return isMap ? value : [inPlan(type, value)];
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
