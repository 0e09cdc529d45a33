import { Warehouse, type WarehouseSettings } from '../../../constructs/workspace/warehouse';
import { ROLES, reference, StackFixture, TAGS } from './stack-fixture';

function warehouseOf(warehouse: WarehouseSettings) {
  const shop = new StackFixture();
  const { warehouseId } = new Warehouse(shop.workspace, 'warehouse', {
    warehouse,
    warehouseName: 'shop-test',
    roles: ROLES,
    tags: TAGS,
  });
  return { shop, id: shop.resolve(warehouseId) };
}

describe('a warehouse', () => {
  it('that is there already is used by its id', async () => {
    const { shop, id } = warehouseOf({ kind: 'existing', id: '0123456789abcdef' });

    expect(id).toBe('0123456789abcdef');
    expect(await shop.resources('sql_endpoint')).toEqual([]);
    expect(await shop.resources('permissions')).toEqual([]);
  });

  it('is created with tags, and stops when nobody asks', async () => {
    const { shop, id } = warehouseOf({ kind: 'created', size: '2X-Small' });

    expect(id).toBe(reference('databricks_sql_endpoint.warehouse.id'));
    expect(await shop.only('sql_endpoint')).toMatchObject({
      name: 'shop-test',
      cluster_size: '2X-Small',
      auto_stop_mins: 10,
      min_num_clusters: 1,
      max_num_clusters: 1,
      enable_serverless_compute: true,
      warehouse_type: 'PRO',
      tags: {
        custom_tags: [
          { key: 'environment', value: 'test' },
          { key: 'owner', value: 'shop' },
        ],
      },
    });
    expect(await shop.only('permissions')).toMatchObject({
      sql_endpoint_id: reference('databricks_sql_endpoint.warehouse.id'),
    });
  });

  it.each<[WarehouseSettings, string]>([
    [
      { kind: 'existing', id: 'shop' },
      "warehouse: warehouse.id is 'shop'. Use the 16 hexadecimal digits from its connection details.",
    ],
    [
      { kind: 'created', size: 'Small', autoStopMinutes: 1 },
      'warehouse: warehouse.autoStopMinutes is 1. Use a whole number from 5, the minimum of a serverless warehouse.',
    ],
    [
      { kind: 'created', size: 'Small', autoStopMinutes: 5, serverless: false },
      'warehouse: warehouse.autoStopMinutes is 5. Use a whole number from 10, the minimum of a classic warehouse.',
    ],
    [
      { kind: 'created', size: 'Small', maxClusters: 0 },
      'warehouse: warehouse.maxClusters is 0. Use a whole number from 1.',
    ],
  ])('is told what is wrong with %j', async (warehouse, problem) => {
    expect(await warehouseOf(warehouse).shop.problems()).toEqual([problem]);
  });
});
