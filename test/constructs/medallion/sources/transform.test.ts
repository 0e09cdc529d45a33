import { Layer, MedallionPipeline } from '../../../../constructs/medallion/graph';
import {
  autoCdcTable,
  kafkaStream,
  materializedView,
  pipelineFixture,
  projectFixture,
  shopWithOrders,
  streamingTable,
  temporaryView,
} from '../smallest-datasets';

/** The problems of a gold view over `userOrders`, computed by `notebooks/totals.py` with this text. */
async function problemsOf(...lines: string[]): Promise<readonly string[]> {
  const shop = pipelineFixture();
  const userOrders = kafkaStream(shop.layer('raw'), 'orders');
  const transform = shop.write('notebooks/totals.py', `${lines.join('\n')}\n`);
  materializedView(shop.layer('gold'), 'metrics', { userOrders }, { transform });
  return shop.problems();
}

describe('a transform', () => {
  it('is a function that is named after its file, with the inputs in snake case as parameters', async () => {
    expect(await problemsOf('def totals(user_orders):', '    return user_orders')).toEqual([]);
  });

  it('exists', async () => {
    const { shop, orders } = shopWithOrders();
    materializedView(shop.layer('gold'), 'metrics', { orders }, { transform: 'notebooks/metrics.py' });

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/metrics: notebooks/metrics.py does not exist. Create it with a function 'metrics', or set 'transform' to another file.",
    ]);
  });

  it('is by default the file that is named after layer and dataset', async () => {
    const { shop, orders } = shopWithOrders();
    const inGold = (name: string) =>
      [shop.layer('gold'), name, { orders }, { transform: undefined }] as const;
    streamingTable(...inGold('gold_daily_sales'));
    temporaryView(...inGold('sales_by_day'));
    autoCdcTable(...inGold('gold_customers'));
    const at = (name: string) =>
      `notebooks/gold/${name}.py does not exist. Create it with a function '${name}'`;

    expect(await shop.problems()).toEqual([
      `shop/sales/gold/gold_daily_sales: ${at('daily_sales')}, or set 'transform' to another file.`,
      `shop/sales/gold/sales_by_day: ${at('sales_by_day')}, or set 'transform' to another file.`,
      `shop/sales/gold/gold_customers/gold_customers_changes: ${at('customers')}, or set 'transform' to another file.`,
    ]);
  });

  it('is a file', async () => {
    const { shop, orders } = shopWithOrders();
    shop.write('notebooks/metrics/readme.txt', '');
    materializedView(shop.layer('gold'), 'metrics', { orders }, { transform: 'notebooks/metrics' });

    expect(await shop.problems()).toEqual([
      'shop/sales/gold/metrics: notebooks/metrics cannot be read: EISDIR: illegal operation on a directory, read',
    ]);
  });

  it.each([
    [
      'is valid Python',
      ['def totals(user_orders):', '    return user_orders..count('],
      ":2 is not valid Python near '.count('.",
    ],
    [
      'defines the function',
      ['RATE = 2', '', 'def total(user_orders):', '    return user_orders'],
      " does not define a function 'totals' (found: 'total' on line 3). The file and its function must have the same name: rename one of the two.",
    ],
    [
      'defines any function',
      ['RATE = 2'],
      " does not define a function 'totals' (found: none). The file and its function must have the same name: rename one of the two.",
    ],
    [
      'takes its inputs by their names in snake case',
      ['# Totals.', 'def totals(userOrders):', '    return userOrders'],
      ":2 takes 'userOrders', but inputs has 'userOrders'. Rename the parameter to 'user_orders', the input in snake case.",
    ],
    [
      'takes nothing but its inputs',
      ['def totals(user_orders, day):', '    return user_orders'],
      ":1 takes 'day', which is not in inputs. Add it to inputs, or remove the parameter.",
    ],
    [
      'imports only what every Databricks runtime has',
      ['import requests', '', 'def totals(user_orders):', '    return user_orders'],
      ":1 imports 'requests', which is not available in a notebook. Use pyspark.sql, pandas or the standard library, add its package to the pipeline's pythonPackages, or move your own code into this file.",
    ],
    [
      'imports at the top',
      ['def totals(user_orders):', '    import math', '    return user_orders'],
      ':2 imports inside a function. Import at the top of the file.',
    ],
    [
      'does what a transform may',
      ['def totals(user_orders):', '    return user_orders.collect()'],
      ":2 uses '.collect', which reads rows while the graph is built. Build the DataFrame from lazy transformations only.",
    ],
    [
      'uses no session',
      ['def totals(user_orders):', '    return spark.table("orders")'],
      ":2 uses 'spark'. A transform is a pure function: declare what it reads as a parameter.",
    ],
    [
      'does nothing when it is imported',
      ['def totals(user_orders):', '    return user_orders', '', 'print("loaded")'],
      ':4 runs code on import. Use only imports, constants and functions at the top level.',
    ],
  ])('%s', async (_rule, lines, problem) => {
    expect(await problemsOf(...lines)).toEqual([`shop/sales/gold/metrics: notebooks/totals.py${problem}`]);
  });

  it('takes all of its inputs', async () => {
    expect(await problemsOf('def totals():', '    return None')).toEqual([
      "shop/sales/gold/metrics: inputs has 'userOrders', but notebooks/totals.py:1 has no parameter 'user_orders'. Add the parameter, or remove the input.",
    ]);
  });

  it('imports what the pipeline installs', async () => {
    const shop = projectFixture();
    const pythonPackages = { requests: ['requests==2.32.5'] };
    const platform = shop.addPlatform(shop.addStack());
    const pipeline = new MedallionPipeline(platform, 'sales', { pythonPackages });
    const transform = shop.write(
      'notebooks/orders_by_day.py',
      'from requests.utils import quote\n\n\ndef orders_by_day(orders):\n    return orders\n',
    );
    const orders = kafkaStream(new Layer(pipeline, 'raw', { comment: 'Orders.' }), 'orders');
    const gold = new Layer(pipeline, 'gold', { comment: 'Figures.' });
    materializedView(gold, 'metrics', { orders }, { transform });

    expect(await shop.problems()).toEqual([]);
  });

  it('is told once what is wrong with it, with all datasets that use it', async () => {
    const { shop, orders } = shopWithOrders();
    const transform = shop.write('notebooks/rows.py', 'def rows(orders):\n    return spark.range(1)\n');
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { transform });
    streamingTable(shop.layer('bronze'), 'refunds', { orders }, { transform });

    expect(await shop.problems()).toEqual([
      "shop/sales/bronze/sales, shop/sales/bronze/refunds: notebooks/rows.py:2 uses 'spark'. A transform is a pure function: declare what it reads as a parameter.",
    ]);
  });
});
