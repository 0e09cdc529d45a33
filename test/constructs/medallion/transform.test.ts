import { Layer } from '../../../constructs/medallion/layer';
import {
  kafkaStream,
  materializedView,
  PipelineFixture,
  ProjectFixture,
  streamingTable,
} from './pipeline-fixture';

/** The problems of a gold view over `userOrders`, computed by `notebooks/totals.py` with this text. */
async function problemsOf(...lines: string[]): Promise<readonly string[]> {
  const shop = new PipelineFixture();
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
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    materializedView(shop.layer('gold'), 'metrics', { orders }, { transform: 'notebooks/metrics.py' });

    expect(await shop.problems()).toEqual([
      "shop/gold/metrics: notebooks/metrics.py does not exist. Create it with a function 'metrics', or correct 'transform'.",
    ]);
  });

  it('is a file', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    shop.write('notebooks/metrics/readme.txt', '');
    materializedView(shop.layer('gold'), 'metrics', { orders }, { transform: 'notebooks/metrics' });

    expect(await shop.problems()).toEqual([
      'shop/gold/metrics: notebooks/metrics cannot be read: EISDIR: illegal operation on a directory, read',
    ]);
  });

  it('is valid Python', async () => {
    expect(await problemsOf('def totals(user_orders):', '    return user_orders..count(')).toEqual([
      "shop/gold/metrics: notebooks/totals.py:2 is not valid Python near '.count('.",
    ]);
  });

  it('defines the function', async () => {
    expect(await problemsOf('RATE = 2', '', 'def total(user_orders):', '    return user_orders')).toEqual([
      "shop/gold/metrics: notebooks/totals.py does not define 'totals', the function that its name promises (found: 'total' in line 3). Rename the function or the file.",
    ]);
    expect(await problemsOf('RATE = 2')).toEqual([
      "shop/gold/metrics: notebooks/totals.py does not define 'totals', the function that its name promises (found: none). Rename the function or the file.",
    ]);
  });

  it('takes its inputs by their names in snake case', async () => {
    expect(await problemsOf('# Totals.', 'def totals(userOrders):', '    return userOrders')).toEqual([
      "shop/gold/metrics: notebooks/totals.py:2 takes 'userOrders', but inputs has 'userOrders'. Parameters are the inputs in snake case: rename the parameter to 'user_orders'.",
    ]);
  });

  it('takes nothing but its inputs', async () => {
    expect(await problemsOf('def totals(user_orders, day):', '    return user_orders')).toEqual([
      "shop/gold/metrics: notebooks/totals.py:1 takes 'day', which inputs does not have. Add it to inputs, or drop the parameter.",
    ]);
  });

  it('takes all of its inputs', async () => {
    expect(await problemsOf('def totals():', '    return None')).toEqual([
      "shop/gold/metrics: inputs has 'userOrders', but notebooks/totals.py:1 takes no 'user_orders'. Add the parameter, or drop the input.",
    ]);
  });

  it('imports only what every Databricks runtime has', async () => {
    expect(
      await problemsOf('import requests', '', 'def totals(user_orders):', '    return user_orders'),
    ).toEqual([
      "shop/gold/metrics: notebooks/totals.py:1 imports 'requests', which a notebook does not have. Use pyspark.sql, pandas and the standard library, or name its package in the pipeline's pythonPackages; what is your own, write into this file.",
    ]);
  });

  it('imports what the pipeline installs', async () => {
    const shop = new ProjectFixture();
    const pythonPackages = { requests: ['requests==2.32.5'] };
    const pipeline = shop.pipeline(shop.stack(), 'shop', { pythonPackages });
    const transform = shop.write(
      'notebooks/orders_by_day.py',
      'from requests.utils import quote\n\n\ndef orders_by_day(orders):\n    return orders\n',
    );
    const orders = kafkaStream(new Layer(pipeline, 'raw', { comment: 'Orders.' }), 'orders');
    const gold = new Layer(pipeline, 'gold', { comment: 'Figures.' });
    materializedView(gold, 'metrics', { orders }, { transform });

    expect(await shop.problems()).toEqual([]);
  });

  it('imports at the top', async () => {
    expect(await problemsOf('def totals(user_orders):', '    import math', '    return user_orders')).toEqual(
      ['shop/gold/metrics: notebooks/totals.py:2 imports inside a function. Import at the top of the file.'],
    );
  });

  it('reads no rows while the graph is built', async () => {
    expect(await problemsOf('def totals(user_orders):', '    return user_orders.collect()')).toEqual([
      "shop/gold/metrics: notebooks/totals.py:2 uses '.collect', which reads rows while the graph is built. Return a DataFrame that is only described.",
    ]);
  });

  it('inspects no schema while the graph is built', async () => {
    expect(
      await problemsOf('def totals(user_orders):', '    return user_orders.select(user_orders.columns)'),
    ).toEqual([
      "shop/gold/metrics: notebooks/totals.py:2 uses '.columns', which inspects a schema that is not known while the graph is built. Return a DataFrame that is only described.",
    ]);
  });

  it('writes nothing itself', async () => {
    expect(
      await problemsOf(
        'def totals(user_orders):',
        '    user_orders.write.save("x")',
        '    return user_orders',
      ),
    ).toEqual([
      "shop/gold/metrics: notebooks/totals.py:2 uses '.write', which writes; the pipeline writes what the function returns. Return a DataFrame that is only described.",
    ]);
  });

  it('uses no session', async () => {
    expect(await problemsOf('def totals(user_orders):', '    return spark.table("orders")')).toEqual([
      "shop/gold/metrics: notebooks/totals.py:2 uses 'spark'. A transform is a pure function: take what it reads as a parameter.",
    ]);
  });

  it('does nothing when it is imported', async () => {
    expect(
      await problemsOf('def totals(user_orders):', '    return user_orders', '', 'print("loaded")'),
    ).toEqual([
      'shop/gold/metrics: notebooks/totals.py:4 runs when it is imported. Keep to imports, constants and functions.',
    ]);
  });

  it('is told once what is wrong with it, with all datasets that use it', async () => {
    const shop = new PipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const transform = shop.write('notebooks/rows.py', 'def rows(orders):\n    return spark.range(1)\n');
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { transform });
    streamingTable(shop.layer('bronze'), 'refunds', { orders }, { transform });

    expect(await shop.problems()).toEqual([
      "shop/bronze/sales, shop/bronze/refunds: notebooks/rows.py:2 uses 'spark'. A transform is a pure function: take what it reads as a parameter.",
    ]);
  });
});
