import type { Finding } from '../finding';
import { isDeleted, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { compared, newCost, WAREHOUSES } from './cost-comparison';
import type { DbuRates } from './dbu-rates';
import { nameOf } from './resource-description';
import { describeChange, valueText } from './value-description';
import { warehouseCost } from './worst-case-cost';

/** What a SQL warehouse may cost, and for how long it does. */
export function warehouseCostFindings(
  resource: ResourceChange,
  changed: ChangedResources,
  rates: DbuRates,
): Finding[] {
  if (isDeleted(resource) || !resource.after) return [];
  if (!resource.before) return newCost(resource, warehouseCost(resource.after, rates), changed.isFirst);
  const changes = ['cluster_size', 'max_num_clusters'].flatMap((name) => changed.take(resource, name));
  return [
    ...compared(
      resource,
      changes,
      warehouseCost(resource.before, rates),
      warehouseCost(resource.after, rates),
    ),
    ...idleFindings(resource, changed),
    ...changed.take(resource, 'min_num_clusters').map((change): Finding => {
      const isMore = Number(change.after ?? 1) > Number(change.before ?? 1);
      return {
        kind: isMore ? 'cost-raised' : 'safe-change',
        address: resource.address,
        what: `At least ${valueText(change.after ?? 1)} clusters of the SQL warehouse ${nameOf(resource)} run while it does.`,
        why: `${describeChange(resource, change)}.`,
        documentation: WAREHOUSES,
      };
    }),
    ...changed.take(resource, 'enable_serverless_compute').map((change): Finding => {
      const isServerless = change.after === true;
      return {
        kind: isServerless ? 'cost-raised' : 'safe-change',
        address: resource.address,
        what: isServerless
          ? `The SQL warehouse ${nameOf(resource)} runs serverless: a DBU costs more, and machines are part of its price.`
          : `The SQL warehouse ${nameOf(resource)} runs on machines of your own cloud: it takes minutes to start, and a DBU costs less.`,
        why: `${describeChange(resource, change)}.`,
        documentation: WAREHOUSES,
      };
    }),
  ];
}

/** A warehouse that waits longer for the next query costs more; 0 is for ever. */
function idleFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  return changed.take(resource, 'auto_stop_mins').map((change): Finding => {
    const minutes = (value: unknown) => (value === 0 ? Number.POSITIVE_INFINITY : Number(value ?? 120));
    const [before, after] = [minutes(change.before), minutes(change.after)];
    const text = (value: number) => (Number.isFinite(value) ? `${value} minutes` : 'never');
    return {
      kind: after > before ? 'cost-raised' : 'safe-change',
      address: resource.address,
      what: Number.isFinite(after)
        ? `The SQL warehouse ${nameOf(resource)} stops ${text(after)} after the last query.`
        : `The SQL warehouse ${nameOf(resource)} never stops by itself.`,
      why: `auto_stop_mins: ${text(before)} → ${text(after)}.`,
      documentation: WAREHOUSES,
    };
  });
}
