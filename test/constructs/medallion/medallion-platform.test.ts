import { TerraformStack } from 'cdktf';
import { expectOrDrop } from '../../../constructs/medallion/expectation';
import { Layer, MedallionPipeline } from '../../../constructs/medallion/graph';
import {
  autoCdcTable,
  kafkaStream,
  materializedView,
  pipelineFixture,
  projectFixture,
  shopWithOrders,
  streamingTable,
  TwoPipelines,
  temporaryView,
} from './smallest-datasets';

describe('a platform', () => {
  it('has a pipeline', async () => {
    const project = projectFixture();
    project.addPlatform(project.addStack());

    expect(await project.problems()).toEqual(['shop: has no pipelines. Add at least one.']);
  });

  it('reports a second pipeline with the same ID', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    materializedView(shop.reportLayer('gold'), 'metrics', { orders });
    const again = new MedallionPipeline(shop.platform, 'sales');
    materializedView(new Layer(again, 'gold', { comment: 'Metrics.' }), 'totals', { orders });

    expect(await shop.problems()).toEqual([
      "shop/sales-2: 'sales' already exists in this platform. Rename one of the two pipelines.",
    ]);
  });

  it('does not publish a table under the name of another platform in the same schema', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    materializedView(shop.reportLayer('gold'), 'metrics', { orders });
    const second = new MedallionPipeline(
      shop.addPlatform(TerraformStack.of(shop.platform), 'outlet'),
      'sales',
    );
    kafkaStream(new Layer(second, 'raw', { comment: 'Messages.' }), 'orders');

    expect(await shop.problems()).toEqual([
      "outlet: dataset 'orders' of layer 'raw' has the same name as a dataset of platform 'shop', which also publishes to dev.shop. Rename one of the two.",
    ]);
  });

  it('has its layers in the order of each pipeline, so that a layer of a later one can come in between', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    materializedView(shop.layer('gold'), 'totals', { orders });
    const customers = materializedView(shop.reportLayer('silver'), 'customers', { orders });
    materializedView(shop.reportLayer('gold'), 'metrics', { customers });

    expect(shop.platform.layerNames).toEqual(['raw', 'silver', 'gold']);
    expect(await shop.problems()).toEqual([]);
  });
});

describe('a dataset of a later pipeline', () => {
  it('reads a table of an earlier one as a stream or as a batch, by its name in the common schema', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const sales = streamingTable(shop.layer('bronze'), 'sales', { orders });
    streamingTable(shop.reportLayer('silver'), 'large_sales', { sales });
    materializedView(shop.reportLayer('gold'), 'metrics', { sales });

    expect(await shop.artefact('../reports/silver.py')).toContain(
      'return large_sales_rows(sales=spark.readStream.table("sales"))',
    );
    expect(await shop.artefact('../reports/gold.py')).toContain(
      'return metrics_rows(sales=spark.read.table("sales"))',
    );
  });

  it('reads the part of its layer that an earlier pipeline has', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const sales = streamingTable(shop.layer('silver'), 'sales', { orders });
    materializedView(shop.reportLayer('silver'), 'customers', { sales });

    expect(await shop.problems()).toEqual([]);
  });

  it('is not read by an earlier one, which is updated first', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const metrics = materializedView(shop.reportLayer('gold'), 'metrics', { orders });
    materializedView(shop.layer('gold'), 'summary', { metrics });

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/summary: input 'metrics' is metrics of the later pipeline 'reports'. Pipelines are updated in the order sales → reports. Move one of the two datasets.",
    ]);
  });

  it('does not read a later layer, even of an earlier pipeline', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    streamingTable(shop.layer('silver'), 'sales', { orders });
    const metrics = materializedView(shop.layer('gold'), 'metrics', { orders });
    materializedView(shop.reportLayer('silver'), 'customers', { metrics });

    expect(await shop.problems()).toEqual([
      "shop/reports/silver/customers: input 'metrics' is metrics of the later layer 'gold'. Data flows raw → silver → gold. Move one of the two.",
    ]);
  });

  it('does not read a temporary view of an earlier one, which exists only during its updates', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const recent = temporaryView(shop.layer('silver'), 'recent', { orders });
    materializedView(shop.reportLayer('gold'), 'metrics', { recent });

    expect(await shop.problems()).toEqual([
      "shop/reports/gold/metrics: input 'recent' is recent, a temporary view, which only pipeline 'sales' can read. Read the tables of the view, or move one of the two.",
    ]);
  });
});

describe('the name of a dataset', () => {
  it('is unique in a layer', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders');
    kafkaStream(shop.layer('raw'), 'orders');

    expect(await shop.problems()).toEqual([
      "shop: dataset 'orders' of layer 'raw' has the same name as a dataset of layer 'raw'. Rename one of the two.",
    ]);
  });

  it('is unique in a pipeline', async () => {
    const { shop, orders } = shopWithOrders();
    materializedView(shop.layer('gold'), 'orders', { orders });

    expect(await shop.problems()).toEqual([
      "shop: dataset 'orders' of layer 'gold' has the same name as a dataset of layer 'raw'. Rename one of the two.",
    ]);
  });

  it('is unique across pipelines', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    materializedView(shop.reportLayer('gold'), 'orders', { orders });

    expect(await shop.problems()).toEqual([
      "shop: dataset 'orders' of layer 'gold' has the same name as a dataset of layer 'raw' of pipeline 'sales'. Rename one of the two.",
    ]);
  });

  it('is not reused by a temporary view', async () => {
    const { shop, orders } = shopWithOrders();
    temporaryView(shop.layer('gold'), 'orders', { orders });

    expect(await shop.problems()).toEqual([
      "shop: dataset 'orders' of layer 'gold' has the same name as a dataset of layer 'raw'. Rename one of the two.",
    ]);
  });

  it('is not reused for a quarantine', async () => {
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

  it('that is used twice is reported once, not again for quarantine and changes', async () => {
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

  it('may be used again in a different stack', async () => {
    const project = projectFixture();
    for (const stack of ['dev', 'prod']) {
      const pipeline = new MedallionPipeline(project.addPlatform(project.addStack(stack)), 'sales');
      kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');
    }

    expect(await project.problems()).toEqual([]);
  });
});
