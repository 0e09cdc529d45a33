import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { LineageManifest } from '../../../constructs/medallion/rendering/lineage-manifest';
import { loadSqlParser } from '../../../constructs/medallion/sources/sql';
import { MusicStreamingPlatform } from '../../../constructs/music-streaming/music-streaming-platform';
import type { Manifest } from '../../../tools/artefacts/manifest';
import { DICTIONARY_FILE, dataDictionary } from '../../../tools/docs/data-dictionary';
import { SHOP } from '../lineage/shop-fixture';

const ROOT = path.resolve(__dirname, '..', '..', '..');

const page = dataDictionary(SHOP);
/** The section of one dataset. */
const sectionOf = (name: string) =>
  page.split(/^(?=##)/m).find((part) => part.startsWith(`### ${name}\n`)) ?? '';

describe('docs/data-dictionary.md', () => {
  it('is what the constructs say now', async () => {
    await loadSqlParser();
    const platform = new MusicStreamingPlatform(new TerraformStack(new App(), 'test'), 'music-streaming', {
      catalog: 'test',
      schema: 'music',
      projectRoot: ROOT,
    });
    const manifest = JSON.parse(new LineageManifest(platform).toText()) as Manifest;
    const file = path.join(ROOT, DICTIONARY_FILE);
    const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === dataDictionary(manifest);

    const found = isCurrent ? 'is current' : 'is not current: run npx medallion docs';
    expect(`${DICTIONARY_FILE} ${found}`).toBe(`${DICTIONARY_FILE} is current`);
  });

  it('and docs/tables.md lead to each other', () => {
    expect(readFileSync(path.join(ROOT, 'docs', 'tables.md'), 'utf8')).toContain('(data-dictionary.md)');
    expect(page).toContain('(tables.md)');
  });
});

describe('the data dictionary', () => {
  it('begins with its contents, layer by layer', () => {
    const contents = page.slice(0, page.indexOf('\n## '));
    expect(contents).toContain('**[gold](#gold)**');
    expect(contents).toContain(
      '| [daily_sales](#daily_sales) | materialized view | One row of daily_sales. |',
    );
  });

  it('says what an update of each dataset reads', () => {
    const costOf = (name: string) => new RegExp(`^\\| \\[${name}\\].*\\| (.*) \\|$`, 'm').exec(page)?.[1];

    expect(costOf('raw_orders')).toBe('new messages of `orders`');
    expect(costOf('bronze_orders')).toBe('new rows of [raw_orders](#raw_orders)');
    expect(costOf('daily_sales')).toBe(
      'all rows of [bronze_orders](#bronze_orders); `bronze_orders` cannot be read incrementally',
    );
    expect(costOf('best_days')).toBe('nothing; queries read [daily_sales](#daily_sales)');
  });

  it('says that a view of tables that track their rows can be refreshed incrementally', () => {
    const datasets = SHOP.datasets.map((dataset) => ({
      ...dataset,
      tableProperties: { 'delta.enableRowTracking': 'true' },
    }));
    expect(dataDictionary({ ...SHOP, datasets })).toContain(
      '| all rows of [bronze_orders](#bronze_orders), or only changed rows if [refreshed incrementally](tables.md#update-cost) |',
    );
  });

  it('has a heading for every link within the page', () => {
    const headings = [...page.matchAll(/^##+ (.+)$/gm)].map(([, heading]) => heading?.toLowerCase());
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((target) => !headings.includes(target))).toEqual([]);
  });

  it('says of a dataset what it is, where it comes from, and what reads it', () => {
    expect(sectionOf('daily_sales')).toContain(`One row of daily_sales.

|  |  |
| --- | --- |
| layer | gold, computed by pipeline sales |
| kind | materialized view |
| key | \`day\` |
| inputs | [bronze_orders](#bronze_orders) (all rows) |
| origin | topic \`orders\` |
| read by | [best_days](#best_days) |
`);
  });

  it('says which topic a stream reads', () => {
    expect(sectionOf('raw_orders')).toContain('| topic | `orders` |');
    expect(sectionOf('raw_orders')).toContain('| key | none declared |');
  });

  it('leads from a table to its quarantine, and back', () => {
    expect(sectionOf('bronze_orders')).toContain(
      '| quarantine | [bronze_orders_quarantine](#bronze_orders_quarantine) keeps dropped rows |',
    );
    expect(sectionOf('bronze_orders_quarantine')).toContain(
      '| quarantine of | [bronze_orders](#bronze_orders) |',
    );
  });

  it('says how a history is kept', () => {
    const section = sectionOf('customers');
    expect(section).toContain('| change data capture | of `customer`, in the order of `at`; SCD type 2 |');
    expect(section).toContain('| new version | when one of these changes: `last_price` |');
  });

  it('has every column with type and meaning, and says which are personal data', () => {
    const [orders] = SHOP.datasets;
    const [first, ...others] = orders?.columns ?? [];
    const personal = { ...orders, columns: [{ ...first, personalData: true }, ...others] };
    const written = dataDictionary({ ...SHOP, datasets: [personal] } as Manifest);
    expect(written).toContain('| `kafka_timestamp` | `TIMESTAMP` | The kafka_timestamp | yes |');
    expect(written).toContain('| `value` | `STRING` | The value |  |');
  });

  it('has every rule with its condition as it was declared, and what becomes of a row that fails', () => {
    expect(sectionOf('bronze_orders')).toContain('| `priced` | `price > 0` | is dropped and counted |');
    expect(sectionOf('daily_sales')).toContain('| `sold` | `sales >= 0` | is kept and counted |');
  });

  it.each([
    [0.07, '7'],
    [0.005, '0.5'],
  ])('says that a share of %d of rows may fail', (toleratedFailureRate, percent) => {
    const datasets = SHOP.datasets.map((dataset) => ({
      ...dataset,
      expectations: dataset.expectations.map((rule) => ({ ...rule, toleratedFailureRate })),
    }));
    expect(dataDictionary({ ...SHOP, datasets })).toContain(`up to ${percent} % of rows tolerated`);
  });

  it('shows as text what Markdown would take for marks of its own', () => {
    const datasets = SHOP.datasets.map((dataset) => ({
      ...dataset,
      comment: 'a|b <c> *d* `e` [f](g)',
      expectations: [{ name: 'odd', rule: 'coalesce((`a` || \'|\' <> ""), false)', action: 'warn' as const }],
    }));
    const written = dataDictionary({ ...SHOP, datasets });
    expect(written).toContain('a\\|b &lt;c> \\*d\\* \\`e\\` \\[f\\](g)');
    expect(written).toContain('| `` `a` \\|\\| \'\\|\' <> "" `` |');
  });

  it('ends with the checks between datasets', () => {
    expect(page).toContain('| `all_sold` | Every order is sold. | [daily_sales](#daily_sales) |');
  });
});
