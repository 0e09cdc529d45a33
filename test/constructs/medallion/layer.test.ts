import { Layer } from '../../../constructs/medallion/graph';
import { kafkaStream, pipelineFixture } from './smallest-datasets';

const orders = (layer: Layer) => kafkaStream(layer, 'orders');

describe('a layer', () => {
  it('has a dataset', async () => {
    const shop = pipelineFixture();
    orders(shop.layer('raw'));
    shop.layer('bronze');

    expect(await shop.problems()).toEqual([
      'shop/bronze: has no dataset: its notebook would be empty. Add one, or drop the layer.',
    ]);
  });

  it('has a name that can name a notebook and a property', async () => {
    const shop = pipelineFixture();
    orders(shop.layer('Raw data'));

    expect(await shop.problems()).toEqual([
      "shop/Raw data: layer 'Raw data' is not a valid name: lower-case letters, digits and underscores, starting with a letter, at most 255. Rename it, for example to 'raw_data'.",
    ]);
  });

  it('has a name of its own', async () => {
    const shop = pipelineFixture();
    orders(shop.layer('raw'));
    kafkaStream(new Layer(shop.pipeline, 'raw', { comment: 'Again.' }), 'refunds');

    expect(await shop.problems()).toEqual([
      "shop/raw-2: 'raw' is taken in this pipeline. Give the layer another name.",
    ]);
  });

  it('is what a dataset stands in', () => {
    const shop = pipelineFixture();

    expect(() => kafkaStream(shop.pipeline as unknown as Layer, 'orders')).toThrow(
      'dev/shop: a dataset must stand in a Layer. Create it with the layer as scope.',
    );
  });
});
