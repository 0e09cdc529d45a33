import { TerraformStack } from 'cdktf';
import { bigint, string } from '../../../constructs/medallion/column';
import { expectOrDrop, expectOrFail, expectOrWarn } from '../../../constructs/medallion/expectation';
import { Layer, MedallionPipeline } from '../../../constructs/medallion/graph';
import {
  kafkaStream,
  materializedView,
  pipelineFixture,
  shopWithOrders,
  streamingTable,
  TwoPipelines,
  temporaryView,
} from './smallest-datasets';

describe('a dataset', () => {
  it('that keeps every rule synthesizes', async () => {
    const { shop, orders } = shopWithOrders();
    materializedView(shop.layer('gold'), 'metrics', { orders }, { clusterBy: ['id'] });

    expect(await shop.problems()).toEqual([]);
  });

  it('has a comment', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders', { comment: ' ' });

    expect(await shop.problems()).toEqual([
      'shop/sales/raw/orders: comment is empty. Say what one row is: analysts read it in the catalog.',
    ]);
  });

  it('has columns', async () => {
    const { shop, orders } = shopWithOrders();
    materializedView(shop.layer('gold'), 'metrics', { orders }, { columns: {} });

    expect(await shop.problems()).toEqual([
      'shop/sales/gold/metrics: has no columns. Declare each column with its type and comment.',
    ]);
  });

  it('has a name that Unity Catalog takes as it is written', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'Raw-Orders', { topic: 'orders' });
    kafkaStream(shop.layer('raw'), '2nd', { topic: 'orders' });
    kafkaStream(shop.layer('raw'), '_', { topic: 'orders' });
    const rule = 'at most 255 lower-case letters, digits and underscores, starting with a letter.';

    expect(await shop.problems()).toEqual([
      `shop/sales/raw/Raw-Orders: dataset 'Raw-Orders' is not a valid name. Use ${rule} Rename it, for example to 'raw_orders'.`,
      `shop/sales/raw/2nd: dataset '2nd' is not a valid name. Use ${rule} Rename it, for example to 'nd'.`,
      `shop/sales/raw/_: dataset '_' is not a valid name. Use ${rule} Choose a different name.`,
    ]);
  });

  it('reads at least one dataset', async () => {
    const shop = pipelineFixture();
    shop.write('notebooks/nothing.py', 'def nothing():\n    return None\n');
    materializedView(shop.layer('gold'), 'metrics', {}, { transform: 'notebooks/nothing.py' });

    expect(await shop.problems()).toEqual([
      'shop/sales/gold/metrics: has no inputs. A materialized view needs at least one.',
    ]);
  });

  it('reports a misspelt input together with everything else, as synthesis does not check types', async () => {
    const shop = pipelineFixture();
    const misspelt = {} as { readonly orders: ReturnType<typeof kafkaStream> };
    shop.write('notebooks/daily.py', 'def daily(orders):\n    return orders\n');
    materializedView(
      shop.layer('gold'),
      'metrics',
      { orders: misspelt.orders },
      { transform: 'notebooks/daily.py', primaryKey: ['nothing'] },
    );

    expect(await shop.problems()).toEqual([
      expect.stringContaining("shop/sales/gold/metrics: primaryKey names 'nothing'"),
      "shop/sales/gold/metrics: input 'orders' is undefined. Check the spelling of the dataset; npx tsc --noEmit names the line.",
    ]);
  });
});

describe('a column', () => {
  it('has a name that needs no quotes in SQL', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders', {
      fields: { 'unit price': bigint('Price'), '1st': bigint('') },
    });
    const rule = 'letters, digits and underscores, not starting with a digit.';

    expect(await shop.problems()).toEqual([
      `shop/sales/raw/orders: column 'unit price' is not a valid name. Use ${rule} Rename it, for example to 'unit_price'.`,
      `shop/sales/raw/orders: column '1st' is not a valid name. Use ${rule} Rename it, for example to '_1st'.`,
    ]);
  });

  it('is declared once, as Spark compares names', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'orders', { fields: { userId: string('User'), userid: string('User') } });

    expect(await shop.problems()).toEqual([
      "shop/sales/raw/orders: column 'userid' is declared twice: column names are case-insensitive in Spark. Rename or remove one of them.",
    ]);
  });
});

describe('a clustering key', () => {
  it('names columns of the table, and a near miss is recognised', async () => {
    const { shop, orders } = shopWithOrders();
    materializedView(shop.layer('gold'), 'metrics', { orders }, { clusterBy: ['seen', 'price'] });

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/metrics: clusterBy names 'seen', which is not a column (id, seen_at).",
      "shop/sales/gold/metrics: clusterBy names 'price', which is not a column (id, seen_at).",
    ]);
  });

  it('that is misspelled is told the column it most likely means', async () => {
    const { shop, orders } = shopWithOrders();
    materializedView(shop.layer('gold'), 'metrics', { orders }, { clusterBy: ['seenat'] });

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/metrics: clusterBy names 'seenat', which is not a column (id, seen_at). Did you mean 'seen_at'?",
    ]);
  });
});

describe('an expectation', () => {
  const problemsOf = async (...expectations: ReturnType<typeof expectOrDrop>[]) => {
    const { shop, orders } = shopWithOrders();
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { expectations });
    return shop.problems();
  };

  it('may name columns in any case, inside functions and structs', async () => {
    expect(
      await problemsOf(
        expectOrWarn('known', 'ID IS NOT NULL'),
        expectOrDrop('recent', "seen_at > timestamp '2000-01-01'"),
        expectOrFail('short', 'length(id) < 10'),
      ),
    ).toEqual([]);
  });

  it('names columns of its dataset', async () => {
    expect(await problemsOf(expectOrDrop('known', 'idd IS NOT NULL'))).toEqual([
      "shop/sales/bronze/sales: expectation 'known' names 'idd', which is not a column (id, seen_at). Did you mean 'id'?",
    ]);
  });

  it('is valid SQL', async () => {
    expect(await problemsOf(expectOrDrop('known', 'id IS NOT'), expectOrDrop('same', "id === 'a'"))).toEqual([
      "shop/sales/bronze/sales: expectation 'known': 'id IS NOT' is not valid Spark SQL: unexpected end of input, or an unmatched closing parenthesis.",
      "shop/sales/bronze/sales: expectation 'same': 'id === 'a'' is not valid Spark SQL, column 6: unexpected '='.",
    ]);
  });

  it('is not empty', async () => {
    expect(await problemsOf(expectOrDrop('known', ' '))).toEqual([
      "shop/sales/bronze/sales: expectation 'known': the condition is empty. Add one.",
    ]);
  });

  it('has a valid name', async () => {
    expect(await problemsOf(expectOrDrop('Known Id', 'id IS NOT NULL'))).toEqual([
      "shop/sales/bronze/sales: expectation 'Known Id' is not a valid name. Use at most 255 lower-case letters, digits and underscores, starting with a letter. Rename it, for example to 'known_id'.",
    ]);
  });

  it('has a name of its own', async () => {
    expect(
      await problemsOf(expectOrDrop('known', 'id IS NOT NULL'), expectOrFail('known', 'seen_at IS NOT NULL')),
    ).toEqual(["shop/sales/bronze/sales: expectation 'known' is declared twice. Rename one of the two."]);
  });
});

describe('the share of rows that an expectation is forgiven', () => {
  const problemsOf = async (toleratedFailureRate: number) => {
    const { shop, orders } = shopWithOrders();
    const expectations = [expectOrDrop('known', 'id IS NOT NULL', { toleratedFailureRate })];
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { expectations });
    return shop.problems();
  };

  it.each([0, 0.02, 1])('can be %p', async (rate) => {
    expect(await problemsOf(rate)).toEqual([]);
  });

  it.each([-0.1, 2, Number.NaN])('cannot be %p', async (rate) => {
    expect(await problemsOf(rate)).toEqual([
      `shop/sales/bronze/sales: expectation 'known': toleratedFailureRate is ${rate}. Use a share from 0 (no row may fail) to 1 (all rows may fail).`,
    ]);
  });
});

describe('an input', () => {
  it('is of the same layer or an earlier one', async () => {
    const { shop, orders } = shopWithOrders();
    shop.layer('silver');
    const metrics = materializedView(shop.layer('gold'), 'metrics', { orders });
    materializedView(shop.layer('silver'), 'sessions', { metrics });

    expect(await shop.problems()).toEqual([
      "shop/sales/silver/sessions: input 'metrics' is metrics of the later layer 'gold'. Data flows raw → silver → gold. Move one of the two.",
    ]);
  });

  it('is of the same platform', async () => {
    const { shop, orders } = shopWithOrders();
    const archive = new MedallionPipeline(
      shop.addPlatform(TerraformStack.of(shop.platform), 'archive'),
      'years',
    );
    materializedView(new Layer(archive, 'gold', { comment: 'Gold.' }), 'metrics', { orders });

    expect(await shop.problems()).toEqual([
      "archive/years/gold/metrics: input 'orders' is orders of platform 'shop'. Read datasets of 'archive' only.",
    ]);
  });

  it('of a streaming table can be read as a stream', async () => {
    const { shop, orders } = shopWithOrders();
    const sessions = materializedView(shop.layer('silver'), 'sessions', { orders });
    streamingTable(shop.layer('silver'), 'sales', { sessions });

    expect(await shop.problems()).toEqual([
      "shop/sales/silver/sales: input 'sessions' is sessions, a materialized view, which cannot be read as a stream because its rows change. Make this dataset a materialized view, or read the streaming table that feeds the input.",
    ]);
  });

  it('of a temporary view can be read as a stream if the view reads streams itself', async () => {
    const { shop, orders } = shopWithOrders();
    const asStream = temporaryView(shop.layer('silver'), 'as_stream', { orders }, { read: 'stream' });
    const asBatch = temporaryView(shop.layer('silver'), 'as_batch', { orders });
    streamingTable(shop.layer('silver'), 'sales', { asStream });
    streamingTable(shop.layer('silver'), 'refunds', { asBatch });

    expect(await shop.problems()).toEqual([
      "shop/sales/silver/refunds: input 'asBatch' is as_batch, a temporary view, which cannot be read as a stream because its rows change. Make this dataset a materialized view, or read the streaming table that feeds the input.",
    ]);
  });
});

describe('keys of a dataset', () => {
  it('are its columns', async () => {
    const { shop, orders } = shopWithOrders();
    materializedView(shop.layer('gold'), 'metrics', { orders }, { primaryKey: ['idd'] });

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/metrics: primaryKey names 'idd', which is not a column (id, seen_at). Did you mean 'id'?",
    ]);
  });

  it('are what a reference goes to, under the same name', async () => {
    const { shop, orders } = shopWithOrders();
    const users = materializedView(shop.layer('silver'), 'users', { orders }, { primaryKey: ['id'] });
    const visits = materializedView(
      shop.layer('silver'),
      'visits',
      { orders },
      { primaryKey: ['id', 'seen_at'] },
    );
    materializedView(shop.layer('gold'), 'metrics', { users }, { references: { id: users } });
    materializedView(shop.layer('gold'), 'figures', { visits }, { references: { id: visits } });
    materializedView(shop.layer('gold'), 'totals', { users }, { references: { user: users } });

    expect(await shop.problems()).toEqual([
      "shop/sales/gold/figures: references maps 'id' to visits, whose primary key is (id, seen_at). The primary key must be a single column with the same name.",
      "shop/sales/gold/totals: references names 'user', which is not a column (id, seen_at).",
      "shop/sales/gold/totals: references maps 'user' to users, whose primary key is (id). The primary key must be a single column with the same name.",
    ]);
  });

  it('are referenced within the platform, from other pipelines as well', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const users = materializedView(shop.layer('gold'), 'users', { orders }, { primaryKey: ['id'] });
    materializedView(shop.reportLayer('gold'), 'metrics', { orders }, { references: { id: users } });
    const archive = new MedallionPipeline(
      shop.addPlatform(TerraformStack.of(shop.platform), 'archive'),
      'years',
    );
    const old = kafkaStream(new Layer(archive, 'raw', { comment: 'Raw.' }), 'old');
    materializedView(
      new Layer(archive, 'gold', { comment: 'Gold.' }),
      'years',
      { old },
      { references: { id: users } },
    );

    expect(await shop.problems()).toEqual([
      "archive/years/gold/years: references maps 'id' to users, which belongs to a different platform. Reference datasets of this platform only.",
    ]);
  });

  it('are in the manifest', async () => {
    const { shop, orders } = shopWithOrders();
    const users = materializedView(shop.layer('silver'), 'users', { orders }, { primaryKey: ['id'] });
    materializedView(shop.layer('gold'), 'metrics', { users }, { references: { id: users } });
    const { datasets } = await shop.manifest();

    expect(datasets[1]?.primaryKey).toEqual(['id']);
    expect(datasets[2]?.references).toEqual([{ column: 'id', dataset: 'users' }]);
  });
});

describe('rows of a table', () => {
  it('are tracked if a materialized view reads it, which could not be refreshed incrementally else', () => {
    const { shop, orders } = shopWithOrders();
    const sales = streamingTable(shop.layer('silver'), 'sales', { orders });
    const users = materializedView(shop.layer('silver'), 'users', { sales });
    const metrics = materializedView(shop.layer('gold'), 'metrics', { users });

    expect([orders, sales, users, metrics].map((table) => table.tableProperties)).toEqual([
      { 'pipelines.reset.allowed': 'false' },
      { 'delta.enableRowTracking': 'true' },
      { 'delta.enableRowTracking': 'true' },
      {},
    ]);
  });

  it('are tracked if the materialized view belongs to a later pipeline', () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const sales = streamingTable(shop.layer('silver'), 'sales', { orders });
    materializedView(shop.reportLayer('gold'), 'metrics', { sales });

    expect(sales.tableProperties).toEqual({ 'delta.enableRowTracking': 'true' });
  });
});
