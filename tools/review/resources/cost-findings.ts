import type { Finding } from '../finding';
import { type Attributes, isDeleted, type ResourceChange } from '../plan/deployment';
import { capital } from '../sentences';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { clusterPolicyFindings } from './cluster-policy-findings';
import type { DbuRates } from './dbu-rates';
import { describeChanges, nameOf } from './descriptions';
import { dbuText, jobCost, pipelineCost, type WorstCase, warehouseCost } from './worst-case-cost';

const PRICING = 'https://docs.databricks.com/aws/en/resources/pricing';
const WAREHOUSES = 'https://docs.databricks.com/aws/en/compute/sql-warehouse/warehouse-behavior';
const SERVERLESS = 'https://docs.databricks.com/aws/en/ldp/serverless';

/** Differences below this are rounding errors. */
const ROUNDING = 0.005;

/** Attributes of a cluster that determine its worst case. */
const CLUSTER_COST = [
  ...['node_type_id', 'driver_node_type_id', 'num_workers', 'autoscale', 'instance_pool_id'],
  'runtime_engine',
];

/** Resource types with a worst-case cost, and how to take their changes. */
const PRICED: Readonly<
  Record<
    string,
    {
      readonly thing: string;
      readonly costOf: (attributes: Attributes, rates: DbuRates) => WorstCase;
      readonly changes: (resource: ResourceChange, changed: ChangedResources) => AttributeChange[];
    }
  >
> = {
  pipeline: {
    thing: 'pipeline',
    costOf: pipelineCost,
    changes: (resource, changed) => [
      ...clusterChanges(resource, ['cluster'], changed),
      ...changed.take(resource, 'photon'),
    ],
  },
  job: {
    thing: 'job',
    costOf: jobCost,
    changes: (resource, changed) => [
      ...clusterChanges(resource, ['job_cluster'], changed),
      ...clusterChanges(resource, ['task'], changed, 'new_cluster'),
    ],
  },
  sql_endpoint: {
    thing: 'the SQL warehouse',
    costOf: warehouseCost,
    changes: (resource, changed) =>
      ['cluster_size', 'max_num_clusters'].flatMap((name) => changed.take(resource, name)),
  },
};

/** Findings on the worst-case hourly cost of pipelines, jobs and warehouses. */
export function costFindings(changed: ChangedResources, rates: DbuRates): Finding[] {
  return [
    ...Object.entries(PRICED).flatMap(([type, { thing, costOf, changes }]) =>
      changed.ofType(type).flatMap((resource): Finding[] => {
        const { before, after } = resource;
        if (isDeleted(resource) || !after) return [];
        const name = `${thing} ${nameOf(resource)}`;
        if (!before) return newCost(resource, name, costOf(after, rates), changed.isFirst);
        const serverless = type === 'pipeline' && changed.take(resource, 'serverless').length > 0;
        if (serverless) return [serverlessFinding(resource, changed, rates)];
        return compared(
          resource,
          name,
          changes(resource, changed),
          costOf(before, rates),
          costOf(after, rates),
        );
      }),
    ),
    ...changed
      .ofType('cluster_policy')
      .flatMap((resource) => clusterPolicyFindings(resource, changed, rates)),
  ];
}

function compared(
  resource: ResourceChange,
  name: string,
  changes: readonly AttributeChange[],
  before: WorstCase,
  after: WorstCase,
): Finding[] {
  if (changes.length === 0) return [];
  const costs = `worst case ${dbuText(before)} DBU per hour → ${dbuText(after)}`;
  const shared = {
    address: resource.address,
    why: `${describeChanges(resource, changes)}.`,
    documentation: resource.type === 'sql_endpoint' ? WAREHOUSES : PRICING,
  };
  if (before.dbuPerHour === undefined || after.dbuPerHour === undefined) {
    return [
      {
        ...shared,
        kind: 'unknown-change',
        what: `The review cannot tell what ${name} may cost: ${costs}.`,
        todo: { sentence: 'Look up the rates of its machines and add them to the environment.' },
      },
    ];
  }
  const difference = after.dbuPerHour - before.dbuPerHour;
  const direction =
    difference > ROUNDING ? 'may cost more' : difference < -ROUNDING ? 'may cost less' : 'may cost the same';
  return [
    {
      ...shared,
      kind: difference > ROUNDING ? 'cost-raised' : 'safe-change',
      what: `${capital(name)} ${direction}: ${costs}.`,
    },
  ];
}

/** A new resource raises the cost, which is expected in a first deployment. */
function newCost(resource: ResourceChange, name: string, cost: WorstCase, isFirst: boolean): Finding[] {
  if (cost.dbuPerHour === 0) return [];
  return [
    {
      kind: isFirst ? 'safe-change' : 'cost-raised',
      address: resource.address,
      what: `${capital(name)} is new: worst case 0 DBU per hour → ${dbuText(cost)}.`,
      why: 'It is new in the code.',
      documentation: resource.type === 'sql_endpoint' ? WAREHOUSES : PRICING,
    },
  ];
}

function serverlessFinding(resource: ResourceChange, changed: ChangedResources, rates: DbuRates): Finding {
  changed.take(resource, 'cluster');
  changed.take(resource, 'photon');
  const isServerless = resource.after?.serverless === true;
  const bounded = dbuText(pipelineCost((isServerless ? resource.before : resource.after) ?? {}, rates));
  const why = `serverless: ${!isServerless} → ${isServerless}.`;
  const shared = { address: resource.address, documentation: SERVERLESS };
  if (!isServerless) {
    const what = `Pipeline ${nameOf(resource)} changes from serverless to clusters: worst case unbounded → ${bounded} DBU per hour.`;
    return { ...shared, kind: 'safe-change', what, why };
  }
  return {
    ...shared,
    kind: 'cost-raised',
    what: `Pipeline ${nameOf(resource)} changes to serverless: worst case ${bounded} DBU per hour → unbounded.`,
    why: `${why} Databricks chooses and scales the compute, at a different price per DBU; cluster policies no longer cap it.`,
    todo: {
      sentence:
        'Set a budget for it, and make sure that it can reach the Kafka brokers: serverless compute is outside your network.',
    },
  };
}

/** Takes the cluster changes that determine the worst case. */
function clusterChanges(
  resource: ResourceChange,
  path: readonly string[],
  changed: ChangedResources,
  within?: string,
): AttributeChange[] {
  const changes = changed.see(resource, ...path).filter(
    ({ path: at }) =>
      (within === undefined || at.includes(within)) &&
      // Adding or removing a whole cluster changes only the cost.
      (at.length === 2 || at.at(-1) === within || at.some((name) => CLUSTER_COST.includes(name))),
  );
  changed.takeThese(resource, changes);
  return changes;
}
