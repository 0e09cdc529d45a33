import type { Finding } from '../finding';
import { isDeleted, type ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { clusterPolicyFindings } from './cluster-policy-findings';
import { compared, newCost } from './cost-comparison';
import type { DbuRates } from './dbu-rates';
import { nameOf } from './resource-description';
import { warehouseCostFindings } from './warehouse-cost-findings';
import { dbuText, jobCost, pipelineCost, type WorstCase } from './worst-case-cost';

/** Attributes of a cluster that its worst case is made of. */
const CLUSTER_COST = [
  'node_type_id',
  'driver_node_type_id',
  'num_workers',
  'autoscale',
  'instance_pool_id',
  'runtime_engine',
];

/** Editions of pipelines, from the cheapest DBU to the dearest. */
const EDITIONS = ['CORE', 'PRO', 'ADVANCED'];

/** What the most that something may cost an hour was and is, and what makes it run longer. */
export function costFindings(changed: ChangedResources, rates: DbuRates): Finding[] {
  return [
    ...changed.ofType('pipeline').flatMap((resource) => pipelineFindings(resource, changed, rates)),
    ...changed.ofType('job').flatMap((resource) => jobFindings(resource, changed, rates)),
    ...changed.ofType('sql_endpoint').flatMap((resource) => warehouseCostFindings(resource, changed, rates)),
    ...changed
      .ofType('cluster_policy')
      .flatMap((resource) => clusterPolicyFindings(resource, changed, rates)),
  ];
}

function pipelineFindings(resource: ResourceChange, changed: ChangedResources, rates: DbuRates): Finding[] {
  if (isDeleted(resource) || !resource.after) return [];
  if (!resource.before) return newCost(resource, pipelineCost(resource.after, rates), changed.isFirst);
  const serverless = changed.take(resource, 'serverless');
  const isServerless = resource.after.serverless === true;
  const changes = [
    ...serverless,
    ...(serverless.length > 0
      ? changed.take(resource, 'cluster')
      : clusterChanges(resource, ['cluster'], changed)),
    ...changed.take(resource, 'photon'),
  ];
  return [
    ...(serverless.length > 0
      ? [
          serverlessFinding(
            resource,
            isServerless,
            pipelineCost(isServerless ? resource.before : resource.after, rates),
          ),
        ]
      : compared(
          resource,
          changes,
          pipelineCost(resource.before, rates),
          pipelineCost(resource.after, rates),
        )),
    ...continuousFindings(resource, changed, pipelineCost(resource.after, rates)),
    ...editionFindings(resource, changed),
  ];
}

function serverlessFinding(resource: ResourceChange, isServerless: boolean, bounded: WorstCase): Finding {
  const why = `serverless: ${!isServerless} → ${isServerless}.`;
  return isServerless
    ? {
        kind: 'cost-raised',
        address: resource.address,
        what: `Pipeline ${nameOf(resource)} runs serverless from now on: worst case ${dbuText(bounded)} DBU an hour → no bound.`,
        why: `${why} Databricks chooses and scales the compute, at another price for a DBU; cluster policies no longer cap it.`,
        todo: {
          sentence:
            'Set a budget for it, and see that the brokers of Kafka can be reached: serverless compute is not in your own network.',
        },
        documentation: 'https://docs.databricks.com/aws/en/ldp/serverless',
      }
    : {
        kind: 'safe-change',
        address: resource.address,
        what: `Pipeline ${nameOf(resource)} runs on clusters from now on: worst case no bound → ${dbuText(bounded)} DBU an hour.`,
        why,
        documentation: 'https://docs.databricks.com/aws/en/ldp/serverless',
      };
}

function continuousFindings(resource: ResourceChange, changed: ChangedResources, cost: WorstCase): Finding[] {
  // What it means for the tables is told with the schedules.
  const [change] = changed.see(resource, 'continuous');
  if (change?.after !== true) return [];
  changed.take(resource, 'continuous');
  return [
    {
      kind: 'cost-raised',
      address: resource.address,
      what: `Pipeline ${nameOf(resource)} runs all the time from now on: worst case ${dbuText(cost)} DBU an hour, 24 hours a day.`,
      why: 'continuous: false → true. Its clusters no longer stop when all is up to date.',
      documentation: 'https://docs.databricks.com/aws/en/ldp/pipeline-mode',
    },
  ];
}

function editionFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const [change] = changed.see(resource, 'edition');
  if (!change) return [];
  const [before, after] = [change.before, change.after].map((edition) =>
    String(edition || 'ADVANCED').toUpperCase(),
  );
  if (EDITIONS.indexOf(after as string) <= EDITIONS.indexOf(before as string)) return [];
  changed.take(resource, 'edition');
  return [
    {
      kind: 'cost-raised',
      address: resource.address,
      what: `A DBU of pipeline ${nameOf(resource)} costs more from now on: edition ${before} → ${after}.`,
      why: 'Each edition has a price for a DBU of its own; how many DBU it takes stays the same.',
      documentation: 'https://www.databricks.com/product/pricing/lakeflow-spark-declarative-pipelines',
    },
  ];
}

function jobFindings(resource: ResourceChange, changed: ChangedResources, rates: DbuRates): Finding[] {
  if (isDeleted(resource) || !resource.after) return [];
  if (!resource.before) return newCost(resource, jobCost(resource.after, rates), changed.isFirst);
  const changes = [
    ...clusterChanges(resource, ['job_cluster'], changed),
    ...clusterChanges(resource, ['task'], changed, 'new_cluster'),
  ];
  return compared(resource, changes, jobCost(resource.before, rates), jobCost(resource.after, rates));
}

/** Takes the changes of clusters that their worst case is made of. */
function clusterChanges(
  resource: ResourceChange,
  path: readonly string[],
  changed: ChangedResources,
  within?: string,
): AttributeChange[] {
  const changes = changed.see(resource, ...path).filter(
    ({ path: at }) =>
      (within === undefined || at.includes(within)) &&
      // A cluster that comes or goes as a whole is nothing but its cost.
      (at.length === 2 || at.at(-1) === within || at.some((name) => CLUSTER_COST.includes(name))),
  );
  changed.takeThese(resource, changes);
  return changes;
}
