import { expectOrDrop } from '../../../constructs/medallion/expectation';
import { Layer } from '../../../constructs/medallion/graph';
import {
  autoCdcTable,
  kafkaStream,
  materializedView,
  pipelineFixture,
  projectFixture,
  shopWithOrders,
  streamingTable,
  temporaryView,
} from './smallest-datasets';

describe('a pipeline', () => {
  it('has a layer', async () => {
    expect(await pipelineFixture().problems()).toEqual(['shop: has no layers. Add at least one.']);
  });
});

describe('the name of a dataset', () => {
  it('is taken once in a layer', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders');
    kafkaStream(shop.layer('raw'), 'orders');

    expect(await shop.problems()).toEqual([
      "shop: dataset 'orders' of layer 'raw' has the same name as a dataset of layer 'raw'. Rename one of the two.",
    ]);
  });

  it('is taken once in a pipeline', async () => {
    const { shop, orders } = shopWithOrders();
    materializedView(shop.layer('gold'), 'orders', { orders });

    expect(await shop.problems()).toEqual([
      "shop: dataset 'orders' of layer 'gold' has the same name as a dataset of layer 'raw'. Rename one of the two.",
    ]);
  });

  it('is taken by a temporary view as well', async () => {
    const { shop, orders } = shopWithOrders();
    temporaryView(shop.layer('gold'), 'orders', { orders });

    expect(await shop.problems()).toEqual([
      "shop: dataset 'orders' of layer 'gold' has the same name as a dataset of layer 'raw'. Rename one of the two.",
    ]);
  });

  it('is taken by a quarantine as well', async () => {
    const { shop, orders } = shopWithOrders();
    streamingTable(
      shop.layer('bronze'),
      'sales',
      { orders },
      { expectations: [expectOrDrop('known', 'id IS NOT NULL')], quarantine: true },
    );
    materializedView(shop.layer('bronze'), 'sales_quarantine', { orders });

    expect(await shop.problems()).toEqual([
      "shop: dataset 'sales_quarantine' of layer 'bronze' has the same name as a dataset of layer 'bronze'. Rename one of the two.",
    ]);
  });

  it('that is taken twice is told once, not again for quarantine and changes', async () => {
    const { shop, orders } = shopWithOrders();
    const expectations = [expectOrDrop('known', 'id IS NOT NULL')];
    for (const layer of ['bronze', 'silver']) {
      streamingTable(shop.layer(layer), 'sales', { orders }, { expectations, quarantine: true });
      autoCdcTable(shop.layer(layer), 'customers', { orders });
    }

    expect(await shop.problems()).toEqual([
      "shop: dataset 'sales' of layer 'silver' has the same name as a dataset of layer 'bronze'. Rename one of the two.",
      "shop: dataset 'customers' of layer 'silver' has the same name as a dataset of layer 'bronze'. Rename one of the two.",
    ]);
  });
});

describe('two pipelines of one stack', () => {
  const twoPipelines = (schemas: readonly [string, string]) => {
    const project = projectFixture();
    const stack = project.addStack();
    return {
      project,
      pipelines: schemas.map((schema, index) => project.addPipeline(stack, `shop_${index + 1}`, { schema })),
    };
  };

  it('publish no two datasets of one name to one schema', async () => {
    const { project, pipelines } = twoPipelines(['shop', 'shop']);
    for (const pipeline of pipelines) kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');

    expect(await project.problems()).toEqual([
      "shop_2: dataset 'orders' of layer 'raw' has the same name as a dataset of pipeline 'shop_1', which also publishes to dev.shop. Rename one of the two.",
    ]);
  });

  it('may use a name in two schemas', async () => {
    const { project, pipelines } = twoPipelines(['shop', 'archive']);
    for (const pipeline of pipelines) kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');

    expect(await project.problems()).toEqual([]);
  });

  it.each([
    ['in both', temporaryView, temporaryView],
    ['in the first', temporaryView, materializedView],
    ['in the second', materializedView, temporaryView],
  ])('may use a name if it is a temporary view %s, which is not published', async (_, first, second) => {
    const { project, pipelines } = twoPipelines(['shop', 'shop']);
    pipelines.forEach((pipeline, index) => {
      const raw = new Layer(pipeline, 'raw', { comment: 'Raw.' });
      const orders = kafkaStream(raw, `orders_${index}`);
      (index === 0 ? first : second)(raw, 'recent', { orders });
    });

    expect(await project.problems()).toEqual([]);
  });

  it('of two stacks may use one name', async () => {
    const project = projectFixture();
    for (const stack of ['dev', 'prod']) {
      const pipeline = project.addPipeline(project.addStack(stack));
      kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');
    }

    expect(await project.problems()).toEqual([]);
  });
});

describe('Python packages of a pipeline', () => {
  async function problemsWith(pythonPackages: Record<string, readonly string[]>): Promise<readonly string[]> {
    const shop = projectFixture();
    const pipeline = shop.addPipeline(shop.addStack(), 'shop', { pythonPackages });
    const transform = shop.write(
      'notebooks/rows.py',
      'import slugify\n\n\ndef rows(orders):\n    return orders\n',
    );
    const orders = kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');
    materializedView(new Layer(pipeline, 'gold', { comment: 'Gold.' }), 'metrics', { orders }, { transform });
    return shop.problems();
  }

  it('have exact versions', async () => {
    expect(await problemsWith({ slugify: ['python-slugify==8.0.4', 'text-unidecode>=1.3'] })).toEqual([
      "shop: pythonPackages: 'text-unidecode>=1.3' of module 'slugify' does not pin a version. Write 'text-unidecode==<version>', so that every update runs the same code.",
    ]);
  });

  it('are imported', async () => {
    expect(await problemsWith({ slugify: ['python-slugify==8.0.4'], yaml: ['pyyaml==6.0.3'] })).toEqual([
      "shop: pythonPackages has 'yaml', which no transform imports. Remove it.",
    ]);
  });
});
