import { inDependencyOrder } from '../../../constructs/medallion/dataset-order';
import type { Dataset } from '../../../constructs/medallion/graph';
import type { PipelineFixture } from '../../../constructs/medallion/testing';
import { materializedView, pipelineFixture, shopWithOrders } from './smallest-datasets';

/** Two views that read each other: `inputs` of the first is filled when the second is there. */
function circle(shop: PipelineFixture, layers: readonly [string, string]) {
  const inputs: Record<string, Dataset> = {};
  const [first, second] = layers.map((layer) => shop.layer(layer));
  if (!first || !second) throw new Error('a circle has two layers');
  shop.write('notebooks/changing.py', 'def changing(totals):\n    return totals\n');
  const averages = materializedView(first, 'averages', inputs, { transform: 'notebooks/changing.py' });
  inputs.totals = materializedView(second, 'totals', { averages });
}

describe('a cycle', () => {
  it('is told with every dataset on it', async () => {
    const shop = pipelineFixture();
    circle(shop, ['gold', 'gold']);

    expect(await shop.problems()).toEqual([
      'shop: averages → totals → averages is a cycle. Remove one of the inputs.',
    ]);
  });

  it('of one dataset is a cycle', async () => {
    const shop = pipelineFixture();
    const inputs: Record<string, Dataset> = {};
    shop.write('notebooks/self.py', 'def self(totals):\n    return totals\n');
    inputs.totals = materializedView(shop.layer('gold'), 'totals', inputs, {
      transform: 'notebooks/self.py',
    });

    expect(await shop.problems()).toEqual(['shop: totals → totals is a cycle. Remove one of the inputs.']);
  });

  it('through two layers is told as the input from the later one', async () => {
    const shop = pipelineFixture();
    circle(shop, ['silver', 'gold']);

    expect(await shop.problems()).toEqual([
      "shop/sales/silver/averages: input 'totals' is totals of the later layer 'gold'. Data flows silver → gold. Move one of the two.",
    ]);
  });

  it('is not what two datasets make that read the same one', async () => {
    const { shop, orders } = shopWithOrders();
    const totals = materializedView(shop.layer('gold'), 'totals', { orders });
    const averages = materializedView(shop.layer('gold'), 'averages', { orders });
    materializedView(shop.layer('gold'), 'report', { totals, averages });

    expect(await shop.problems()).toEqual([]);
  });
});

it('the order of datasets puts each behind all that it reads, otherwise as they were declared', () => {
  const { shop, orders } = shopWithOrders();
  const inputs: Record<string, Dataset> = {};
  const report = materializedView(shop.layer('gold'), 'report', inputs);
  const totals = materializedView(shop.layer('gold'), 'totals', { orders });
  inputs.totals = totals;

  expect(inDependencyOrder<Dataset>([report, totals, orders]).map(({ name }) => name)).toEqual([
    'orders',
    'totals',
    'report',
  ]);
});
