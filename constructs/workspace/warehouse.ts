import { SqlEndpoint } from '@cdktf/provider-databricks/lib/sql-endpoint';
import { Construct } from 'constructs';
import { ObjectPermissions } from './object-permissions';
import type { Roles } from './roles';
import type { Tags } from './tags';

/** A SQL warehouse that is there already, or one that the stack creates. */
export type WarehouseSettings =
  | {
      readonly kind: 'existing';
      /** Id of the warehouse, from its connection details. */
      readonly id: string;
    }
  | {
      readonly kind: 'created';
      /** Size of one cluster. */
      readonly size: '2X-Small' | 'X-Small' | 'Small' | 'Medium' | 'Large';
      /**
       * Minutes without a query after which it stops.
       * @default 10
       */
      readonly autoStopMinutes?: number;
      /**
       * Clusters that it may grow to when many ask at once.
       * @default 1
       */
      readonly maxClusters?: number;
      /**
       * Whether Databricks runs it, and it starts in seconds.
       * @default true
       */
      readonly serverless?: boolean;
    };

/** What a warehouse is called and who may use it. */
export interface WarehouseProps {
  readonly warehouse: WarehouseSettings;

  /** Name, if it is created. */
  readonly warehouseName: string;

  readonly roles: Roles;

  readonly tags: Tags;
}

/**
 * The SQL warehouse that alerts and dashboards ask.
 *
 * @see https://docs.databricks.com/aws/en/compute/sql-warehouse/
 */
export class Warehouse extends Construct {
  /** Id of the warehouse; a reference, if the stack creates it. */
  readonly warehouseId: string;

  constructor(scope: Construct, id: string, { warehouse, warehouseName, roles, tags }: WarehouseProps) {
    super(scope, id);
    if (warehouse.kind === 'existing') {
      this.warehouseId = warehouse.id;
      this.node.addValidation({
        validate: () =>
          /^[0-9a-f]{16}$/.test(warehouse.id)
            ? []
            : [
                `warehouse.id is '${warehouse.id}'. Give the 16 hexadecimal digits from its connection details.`,
              ],
      });
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
    this.node.addValidation({
      validate: () => [
        ...(Number.isInteger(autoStopMinutes) && autoStopMinutes >= (serverless ? 5 : 10)
          ? []
          : [
              `warehouse.autoStopMinutes is ${autoStopMinutes}. Give a whole number from ${serverless ? 5 : 10}, the least that a ${serverless ? 'serverless' : 'classic'} warehouse takes.`,
            ]),
        ...(Number.isInteger(maxClusters) && maxClusters >= 1
          ? []
          : [`warehouse.maxClusters is ${maxClusters}. Give a whole number from 1.`]),
      ],
    });
  }
}
