import { NODE_TYPES, PHOTON_FACTOR, WAREHOUSE_SIZES } from '../../../constructs/workspace/compute-catalogue';
import type { ReviewFacts } from '../plan/deployment';

/** Compute cost in DBU per hour. DBUs are the billing unit of Databricks; their price depends on the contract. */
export interface DbuRates {
  /** By the cloud's instance type, without Photon. */
  readonly nodeTypes: Readonly<Record<string, number>>;

  /** Cost factor of Photon. */
  readonly photonFactor: number;

  /** One cluster of a SQL warehouse, by size. */
  readonly warehouseSizes: Readonly<Record<string, number>>;
}

/**
 * Published rates of common instance types and of all SQL warehouses. They are good enough to distinguish cheap from
 * expensive changes; an environment can declare the rates of its own account.
 */
export const LIST_RATES: DbuRates = {
  nodeTypes: Object.fromEntries([...NODE_TYPES].map(([name, { dbuPerHour }]) => [name, dbuPerHour])),
  photonFactor: PHOTON_FACTOR,
  warehouseSizes: WAREHOUSE_SIZES,
};

/** Published rates overridden by those of an account, as a stack publishes them. */
export function ratesOf({ dbu_rates: own = {} }: Pick<ReviewFacts, 'dbu_rates'>): DbuRates {
  return {
    nodeTypes: { ...LIST_RATES.nodeTypes, ...own.node_types },
    photonFactor: own.photon_factor ?? LIST_RATES.photonFactor,
    warehouseSizes: { ...LIST_RATES.warehouseSizes, ...own.warehouse_sizes },
  };
}
