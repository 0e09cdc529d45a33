import { Layer } from '../../../constructs/medallion/graph';
import { kafkaStream, pipelineFixture } from './smallest-datasets';

const orders = (layer: Layer) => kafkaStream(layer, 'orders');

describe('a layer', () => {
  it('has a dataset', async () => {
    const shop = pipelineFixture();
    orders(shop.layer('raw'));
    shop.layer('bronze');

    expect(await shop.problems()).toEqual([
      'shop/sales/bronze: has no datasets. Add one, or remove the layer.',
    ]);
  });

  it('has a name that can name a notebook and a property', async () => {
    const shop = pipelineFixture();
    orders(shop.layer('Raw data'));

    expect(await shop.problems()).toEqual([
      "shop/sales/Raw data: layer 'Raw data' is not a valid name. Use at most 255 lower-case letters, digits and underscores, starting with a letter. Rename it, for example to 'raw_data'.",
    ]);
  });

  it('has a name of its own', async () => {
    const shop = pipelineFixture();
    orders(shop.layer('raw'));
    kafkaStream(new Layer(shop.pipeline, 'raw', { comment: 'Again.' }), 'refunds');

    expect(await shop.problems()).toEqual([
      "shop/sales/raw-2: 'raw' already exists in this pipeline. Rename one of the two layers.",
    ]);
  });

  it('is what a dataset stands in', () => {
    const shop = pipelineFixture();

    expect(() => kafkaStream(shop.pipeline as unknown as Layer, 'orders')).toThrow(
      'dev/shop/sales: a dataset must belong to a Layer. Create it with the layer as its scope.',
    );
  });
});
