import { personal, string, timestamp } from '../../../constructs/medallion/column';
import { group, user } from '../../../constructs/workspace/principal';
import { TableAccess, type TableAccessProps } from '../../../constructs/workspace/table-access';
import {
  COLUMNS,
  kafkaStream,
  materializedView,
  publishedView,
  streamingTable,
  temporaryView,
} from '../medallion/smallest-datasets';
import { constantOf, ruffFindings, TaskFixture } from './task-fixture';

const ROLES = { analysts: group('analysts'), auditors: user('auditor@example.com') };
const WITH_CITY = { ...COLUMNS, ...personal({ city: string('City of the customer') }) };

/** A shop that knows where its customers live: in sales, in visits, and in the orders themselves. */
class ShopFixture extends TaskFixture {
  readonly orders = kafkaStream(this.layer('raw'), 'orders', { fields: WITH_CITY });
  readonly sales = streamingTable(
    this.layer('silver'),
    'sales',
    { orders: this.orders },
    { columns: WITH_CITY },
  );
  readonly metrics = materializedView(this.layer('gold'), 'metrics', { sales: this.sales });
  readonly visits = materializedView(
    this.layer('gold'),
    'visits',
    { sales: this.sales },
    { columns: WITH_CITY },
  );

  access(props: Partial<TableAccessProps> = {}): TableAccess {
    return new TableAccess(this.workspace, 'access', {
      platform: this.platform,
      directory: this.directory,
      catalog: 'dev',
      schema: 'shop',
      eventLogs: this.eventLogs,
      analystsRead: ['gold'],
      roles: ROLES,
      tags: { environment: 'dev' },
      ...props,
    });
  }

  async tables(): Promise<Record<string, { layer: string; readers: string[]; personal_columns: string[] }>> {
    return constantOf(await this.notebook('table_access'), 'TABLES') as never;
  }

  /** The tables that analysts are to read. */
  async forAnalysts(): Promise<string[]> {
    const tables = Object.entries(await this.tables());
    return tables.filter(([, { readers }]) => readers.includes('analysts')).map(([name]) => name);
  }
}

describe('what analysts read', () => {
  it('are the tables of their layers that have no personal column', async () => {
    const shop = new ShopFixture();
    shop.access();

    expect(await shop.forAnalysts()).toEqual(['metrics']);
  });

  it('are published views of any layer, which show no personal column', async () => {
    const shop = new ShopFixture();
    shop.access();
    publishedView(shop.layer('silver'), 'recent_sales', [shop.sales]);
    publishedView(shop.layer('gold'), 'recent_visits', [shop.visits]);
    publishedView(shop.layer('gold'), 'places', [shop.visits], 'SELECT id, seen_at, city FROM visits\n', {
      columns: WITH_CITY,
    });

    expect(await shop.forAnalysts()).toEqual(['recent_sales', 'metrics', 'recent_visits']);
  });

  it('may be nothing but views', async () => {
    const shop = new ShopFixture();
    shop.access({ analystsRead: [] });

    expect(await shop.forAnalysts()).toEqual([]);
  });
});

describe('the notebook of table access', () => {
  it('knows layer and personal columns of every table in the catalog, and what auditors read', async () => {
    const shop = new ShopFixture();
    shop.access({ auditorsRead: ['reconciliation_results'] });
    temporaryView(shop.layer('silver'), 'draft', { sales: shop.sales }, { columns: WITH_CITY });

    expect(await shop.tables()).toEqual({
      // The payload has every field.
      orders: { layer: 'raw', readers: [], personal_columns: ['kafka_key', 'value', 'city'] },
      sales: { layer: 'silver', readers: [], personal_columns: ['city'] },
      metrics: { layer: 'gold', readers: ['analysts'], personal_columns: [] },
      visits: { layer: 'gold', readers: [], personal_columns: ['city'] },
      event_log_sales: { layer: null, readers: ['auditors'], personal_columns: [] },
      reconciliation_results: { layer: null, readers: ['auditors'], personal_columns: [] },
    });
  });

  it('is the same in every environment', async () => {
    const [dev, prod] = [new ShopFixture(), new ShopFixture()];
    dev.access();
    prod.access({ catalog: 'prod', schema: 'music', roles: {}, tags: { environment: 'prod' } });

    expect(await prod.notebook('table_access')).toBe(await dev.notebook('table_access'));
  });

  it('is formatted, and has nothing for the linter to find', async () => {
    const shop = new ShopFixture();
    shop.access();

    expect(ruffFindings(await shop.notebook('table_access'))).toBe('');
  });
});

describe('the task of table access', () => {
  it('says where the tables are, who has which role, and what the tables are tagged with', () => {
    const shop = new ShopFixture();

    expect(shop.resolve(shop.access().task)).toEqual({
      notebookPath: expect.stringMatching(/^\$\{databricks_notebook\.access\.path\}$/),
      parameters: {
        catalog: 'dev',
        schema: 'shop',
        analysts: 'analysts',
        auditors: 'auditor@example.com',
        tags: '{"environment":"dev"}',
      },
    });
  });

  it('names no role that nobody has', () => {
    const { parameters } = new ShopFixture().access({ roles: { analysts: group('readers') } }).task;

    expect(parameters).toEqual({
      catalog: 'dev',
      schema: 'shop',
      analysts: 'readers',
      tags: '{"environment":"dev"}',
    });
  });
});

describe('table access that would not do what it says', () => {
  const problemsWith = (props: Partial<TableAccessProps>) => {
    const shop = new ShopFixture();
    shop.access(props);
    return shop.problems();
  };

  it('names a layer that does not exist', async () => {
    expect(await problemsWith({ analystsRead: ['gold', 'silvr', 'platinum'] })).toEqual([
      "access: analystsRead has 'silvr', which is not a layer (raw, silver, gold). Did you mean 'silver'?",
      "access: analystsRead has 'platinum', which is not a layer (raw, silver, gold).",
    ]);
  });

  it('shows auditors data, or a table that cannot be there', async () => {
    expect(await problemsWith({ auditorsRead: ['sales', 'Results'] })).toEqual([
      "access: table 'Results' is not a valid name. Use at most 255 lower-case letters, digits and underscores, starting with a letter. Rename it, for example to 'results'.",
      "access: auditorsRead has 'sales', which is a dataset of the platform, but auditors must not see data. Remove it.",
    ]);
  });

  it('sets a tag twice, or one that cannot be', async () => {
    expect(await problemsWith({ tags: { layer: 'gold', 'Cost Centre': 'x' } })).toEqual([
      "access: tags has the key 'Cost Centre'. Use at most 63 lower-case letters, digits and underscores, starting with a letter.",
      "access: tags has 'layer', which is set by the platform itself. Remove it.",
    ]);
  });
});

describe('a published view for analysts', () => {
  const problemsOf = async (query: string, columns = COLUMNS) => {
    const shop = new ShopFixture();
    shop.access();
    publishedView(shop.layer('gold'), 'places', [shop.visits], query, { columns });
    return shop.problems();
  };
  const problem =
    "access: places is for analysts, but notebooks/places.sql reads 'city' of visits, which is personal data. Use a different column, or mark the resulting column with personal({ … }) to exclude analysts.";

  it.each([
    ['shows it under another name', 'SELECT city AS id, seen_at FROM visits'],
    ['shows it in another case', 'SELECT CITY AS id, seen_at FROM visits'],
    ['shows a part of it', 'SELECT left(v.city, 3) AS id, seen_at FROM visits AS v'],
    [
      'hides it in a query within',
      'WITH c AS (SELECT city AS id, seen_at FROM visits) SELECT id, seen_at FROM c',
    ],
    ['tells it by what it leaves out', "SELECT id, seen_at FROM visits WHERE city = 'Rome'"],
    ['takes all there is', 'SELECT * FROM visits'],
  ])('reads no personal column: this one %s', async (_, query) => {
    expect(await problemsOf(query)).toEqual([problem]);
  });

  it('may count rows, and read the other columns', async () => {
    expect(
      await problemsOf('SELECT id, max(seen_at) AS seen_at FROM visits GROUP BY id HAVING count(*) > 1'),
    ).toEqual([]);
  });

  it('is for others once it says that what it shows is personal', async () => {
    const columns = { ...personal({ id: string('City') }), seen_at: timestamp('Time') };

    expect(await problemsOf('SELECT city AS id, seen_at FROM visits', columns)).toEqual([]);
  });
});
