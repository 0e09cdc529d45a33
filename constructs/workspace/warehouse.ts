import { SqlEndpoint } from '@cdktf/provider-databricks/lib/sql-endpoint';
import { Construct } from 'constructs';
import { z } from 'zod';
import { exactly, matching, settingProblems, wholeNumber } from '../medallion/settings';
import { ObjectPermissions } from './object-permissions';
import type { Roles } from './roles';
import type { Tags } from './tags';

/** An existing SQL warehouse, or one that the stack creates. */
export const WarehouseSettings = z.discriminatedUnion('kind', [
  exactly({
    /** An existing warehouse. */
    kind: z.literal('existing'),
    /** Id of the warehouse, from its connection details. */
    id: matching(/^[0-9a-f]{16}$/, 'Use the 16 hexadecimal digits from its connection details.'),
  }),
  exactly({
    /** A warehouse that the stack creates. */
    kind: z.literal('created'),
    /** Cluster size. */
    size: z.enum(['2X-Small', 'X-Small', 'Small', 'Medium', 'Large']),
    /**
     * Minutes without queries after which it stops.
     * @default 10
     */
    autoStopMinutes: z.number().optional(),
    /**
     * Maximum number of clusters for concurrent queries.
     * @default 1
     */
    maxClusters: wholeNumber().optional(),
    /**
     * Whether it is serverless, and starts within seconds.
     * @default true
     */
    serverless: z.boolean().optional(),
  }).superRefine(({ autoStopMinutes = 10, serverless = true }, context) => {
    const least = serverless ? 5 : 10;
    if (Number.isInteger(autoStopMinutes) && autoStopMinutes >= least) return;
    const message = `is ${autoStopMinutes}. Use a whole number from ${least}, the minimum of a ${serverless ? 'serverless' : 'classic'} warehouse.`;
    context.addIssue({ code: 'custom', path: ['autoStopMinutes'], message });
  }),
]);
export type WarehouseSettings = z.infer<typeof WarehouseSettings>;

/** Properties of a {@link Warehouse}. */
export interface WarehouseProps {
  /** The warehouse. */
  readonly warehouse: WarehouseSettings;

  /** Name, if the stack creates it. */
  readonly warehouseName: string;

  /** Who may use and manage it, if the stack creates it. */
  readonly roles: Roles;

  /** Tags, if the stack creates it. */
  readonly tags: Tags;
}

/**
 * The SQL warehouse for alerts and dashboards.
 *
 * @see https://docs.databricks.com/aws/en/compute/sql-warehouse/
 */
export class Warehouse extends Construct {
  /** Id of the warehouse; a reference if the stack creates it. */
  readonly warehouseId: string;

  constructor(scope: Construct, id: string, { warehouse, warehouseName, roles, tags }: WarehouseProps) {
    super(scope, id);
    this.node.addValidation({ validate: () => settingProblems(WarehouseSettings, warehouse, 'warehouse') });
    if (warehouse.kind === 'existing') {
      this.warehouseId = warehouse.id;
      return;
    }
    const { autoStopMinutes = 10, maxClusters = 1, serverless = true } = warehouse;
    const created = new SqlEndpoint(this, 'Default', {
      name: warehouseName,
      clusterSize: warehouse.size,
      autoStopMins: autoStopMinutes,
      minNumClusters: 1,
      maxNumClusters: maxClusters,
      enableServerlessCompute: serverless,
      warehouseType: 'PRO',
      tags: { customTags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    });
    this.warehouseId = created.id;
    ObjectPermissions.grant(this, 'Permissions', { object: 'warehouse', id: created.id, roles });
  }
}
