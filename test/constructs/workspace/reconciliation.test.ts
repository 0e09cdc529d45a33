import { date, double, map, string } from '../../../constructs/medallion/column';
import { Reconciliation, type ReconciliationProps } from '../../../constructs/workspace/reconciliation';
import type { TablePair } from '../../../constructs/workspace/table-pair';
import { kafkaStream, materializedView } from '../medallion/smallest-datasets';
import { constantOf, ruffFindings, TaskFixture } from './task-fixture';

/** A shop with daily sales, and what they are compared with. */
class ReconciledShop extends TaskFixture {
  readonly orders = kafkaStream(this.layer('raw'), 'orders');
  readonly dailySales = materializedView(
    this.layer('gold'),
    'daily_sales',
    { orders: this.orders },
    {
      columns: {
        day: date('Day'),
        shop: string('Shop'),
        revenue: double('Revenue, in euro'),
        manager: { ...string('Name of the manager'), personalData: true },
        tags: map(string('Tag'), string('Value'), 'Tags'),
      },
    },
  );

  reconcile(pair: Partial<TablePair> = {}, props: Partial<ReconciliationProps> = {}): Reconciliation {
    return new Reconciliation(this.workspace, 'reconciliation', {
      platform: this.platform,
      directory: this.directory,
      catalog: 'main',
      schema: 'shop',
      pairs: [this.pair(pair)],
      ...props,
    });
  }

  pair(changes: Partial<TablePair> = {}): TablePair {
    return {
      dataset: this.dailySales,
      original: 'sales',
      keys: ['day', 'shop'],
      columns: { revenue: { tolerance: 0.01 } },
      ...changes,
    };
  }

  /** What is wrong with a pair. */
  async problemsOf(pair: Partial<TablePair>): Promise<readonly string[]> {
    this.reconcile(pair);
    return (await this.problems()).map((problem) =>
      problem.replace("reconciliation: daily_sales and 'sales': ", ''),
    );
  }
}

describe('a reconciliation', () => {
  it('is a notebook with its pairs, everything said', async () => {
    const shop = new ReconciledShop();
    shop.reconcile({
      originalKeys: { day: 'date' },
      columns: { revenue: { original: 'turnover', tolerance: 0.01 }, manager: {} },
      tolerated: { missing: 0.1 },
    });
    const notebook = await shop.notebook('reconciliation');

    expect(constantOf(notebook, 'PAIRS')).toEqual([
      {
        dataset: 'daily_sales',
        original: 'sales',
        keys: { day: 'date', shop: 'shop' },
        columns: {
          revenue: { original: 'turnover', tolerance: 0.01 },
          manager: { original: 'manager', tolerance: 0 },
        },
        tolerated: { missing: 0.1, surplus: 0, duplicate: 0, different: 0 },
        personal: ['manager'],
      },
    ]);
    expect(ruffFindings(notebook)).toBe('');
  });

  it('is a task that is told where both tables are', async () => {
    const shop = new ReconciledShop();
    const { task } = shop.reconcile({}, { original: { catalog: 'old', schema: 'sales' } });

    expect(task.parameters).toEqual({
      catalog: 'main',
      schema: 'shop',
      original_catalog: 'old',
      original_schema: 'sales',
    });
    expect(await shop.problems()).toEqual([]);
  });

  it.each<[string, Partial<TablePair>, string]>([
    ['has keys', { keys: [] }, 'keys is empty. Name the columns that identify a row.'],
    [
      'knows its keys',
      { keys: ['dday'] },
      "keys names 'dday', which does not exist (day, shop, revenue, manager, tags). Did you mean 'day'?",
    ],
    ['names a key once', { keys: ['day', 'day'] }, "keys names 'day' twice. Remove one."],
    [
      'knows its columns',
      { columns: { revenu: {} } },
      "columns names 'revenu', which does not exist (day, shop, revenue, manager, tags). Did you mean 'revenue'?",
    ],
    [
      'does not compare a key',
      { columns: { day: {} } },
      "columns names 'day', which is a key, and keys are always equal in matched rows. Remove it.",
    ],
    [
      'cannot compare maps',
      { columns: { tags: {} } },
      "'tags' is a MAP<STRING, STRING>, which Spark cannot compare. Remove it.",
    ],
    [
      'tolerates only between numbers and times',
      { columns: { manager: { tolerance: 1 } } },
      "'manager' has a tolerance, but values of type STRING have no difference to measure. Remove it.",
    ],
    [
      'tolerates no less than nothing',
      { columns: { revenue: { tolerance: -1 } } },
      "tolerance of 'revenue' is -1. Use a number from 0.",
    ],
    [
      'tolerates shares',
      { tolerated: { missing: 5 } },
      'tolerated.missing is 5. Use a share from 0 (no row) to 1 (all rows).',
    ],
  ])('of a pair %s', async (_, pair, problem) => {
    expect(await new ReconciledShop().problemsOf(pair)).toEqual([problem]);
  });

  it('compares something, each pair once, and never a table with itself', async () => {
    const [empty, twice, itself] = [new ReconciledShop(), new ReconciledShop(), new ReconciledShop()];
    empty.reconcile({}, { pairs: [] });
    twice.reconcile({}, { pairs: [twice.pair(), twice.pair()] });
    itself.reconcile({ original: 'daily_sales' }, { original: { catalog: 'main', schema: 'shop' } });

    expect(await empty.problems()).toEqual([
      'reconciliation: pairs is empty. Add a dataset and its original.',
    ]);
    expect(await twice.problems()).toEqual([
      "reconciliation: daily_sales is compared with 'sales' twice. Merge the two pairs.",
    ]);
    expect(await itself.problems()).toEqual([
      "reconciliation: daily_sales would be compared with itself, because 'original' is the schema of the platform. Correct it.",
    ]);
  });

  it('keeps its results in a table that is no dataset', async () => {
    const shop = new ReconciledShop();
    shop.reconcile({}, { resultsTable: 'daily_sales' });

    expect(await shop.problems()).toEqual([
      "reconciliation: resultsTable is 'daily_sales', which is a dataset of the platform. Use a different table.",
    ]);
  });
});
