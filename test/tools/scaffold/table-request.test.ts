import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newTable } from '../../../tools/cli/new';
import type { TableOptions } from '../../../tools/scaffold/table-request';
import { requestedTable } from '../../../tools/scaffold/table-request';
import { requested } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';
import { Shop } from './shop';

const shop = new Shop();
const project = temporaryDirectory();

function request(...commandLine: string[]) {
  const { table } = requested(newTable, commandLine) as { readonly table: TableOptions };
  const { input, ...request } = requestedTable(table, shop, project);
  // A matcher that fails prints a construct with the whole tree that it is part of.
  return { ...request, layer: request.layer.node.id, input: input.name };
}

function problemsOf(...commandLine: string[]): string {
  try {
    request(...commandLine);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a request for a table', () => {
  it('names everything that follows from layer and name', () => {
    expect(request('gold', 'top_10_customers', '--reads', 'silver_orders')).toMatchObject({
      name: 'top_10_customers',
      dataset: 'gold_top_10_customers',
      property: 'top10Customers',
      input: 'silver_orders',
      inputPath: ['orders'],
      inputName: 'orders',
      quarantine: false,
      functionFile: 'notebooks/gold/top_10_customers.py',
      testFile: 'test/notebooks/gold/top_10_customers_test.py',
    });
  });

  it('is for a streaming table in bronze and for a materialized view elsewhere, unless it says a kind', () => {
    expect(request('bronze', 'returns', '--reads', 'raw_orders').kind).toBe('streaming-table');
    expect(request('silver', 'returns', '--reads', 'bronze_orders').kind).toBe('materialized-view');
    expect(request('gold', 'returns', '--reads', 'silver_orders').kind).toBe('materialized-view');
    expect(request('silver', 'returns', '--reads', 'bronze_orders', '--kind', 'streaming-table').kind).toBe(
      'streaming-table',
    );
  });

  it('is refused with everything that is missing, and what there is to read', () => {
    expect(problemsOf()).toMatchInlineSnapshot(`
      "The layer is missing: one of bronze, silver, gold.
      The name of the table is missing: snake case, without the layer, such as daily_pages.
      --reads is missing: the dataset that the table reads. There is:
          raw_orders
          bronze_orders
          silver_orders, silver_customers
          gold_daily_sales

      3 problems, nothing was written."
    `);
  });

  it('is refused with everything that is wrong, each with its value and what to do', () => {
    expect(
      problemsOf('goldd', 'DailySales', '--reads', 'silver_order', '--kind', 'view'),
    ).toMatchInlineSnapshot(`
      "layer 'goldd' does not exist (raw, bronze, silver, gold). Did you mean 'gold'?
      table 'DailySales' is not a valid name. Use at most 255 lower-case letters, digits and underscores, starting with a letter. Rename it, for example to 'daily_sales'.
      --kind view: takes materialized-view or streaming-table.
      --reads silver_order: there is no such dataset. Did you mean 'silver_orders'? There is:
          raw_orders
          bronze_orders
          silver_orders, silver_customers
          gold_daily_sales

      4 problems, nothing was written."
    `);
  });

  it('is refused in a layer of Kafka streams', () => {
    expect(problemsOf('raw', 'returns', '--reads', 'raw_orders')).toMatchInlineSnapshot(`
      "layer 'raw' holds Kafka streams, which no function computes. Choose one of bronze, silver, gold; a new topic is added by npx medallion new topic <name> --fields <fields>.

      1 problem, nothing was written."
    `);
  });

  it('is refused under the name of a table, a quarantine or a member of the layer', () => {
    expect(problemsOf('gold', 'daily_sales', '--reads', 'silver_orders')).toMatchInlineSnapshot(`
      "table 'gold_daily_sales' exists already, a materialized view of layer 'gold'. Choose another name, or change that one.

      1 problem, nothing was written."
    `);
    expect(problemsOf('bronze', 'orders_quarantine', '--reads', 'raw_orders')).toMatchInlineSnapshot(`
      "table 'bronze_orders_quarantine' exists already, a streaming table of layer 'bronze'. Choose another name, or change that one.

      1 problem, nothing was written."
    `);
    expect(problemsOf('gold', 'comment', '--reads', 'silver_orders')).toMatchInlineSnapshot(`
      "table 'comment': GoldLayer has a member 'comment' already. Choose another name.

      1 problem, nothing was written."
    `);
  });

  it('is refused where a file of the table exists already', () => {
    for (const file of ['notebooks/gold/left_over.py', 'test/notebooks/gold/left_over_test.py']) {
      mkdirSync(path.join(project, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(project, file), '');
    }
    expect(problemsOf('gold', 'left_over', '--reads', 'silver_orders')).toMatchInlineSnapshot(`
      "table 'left_over': notebooks/gold/left_over.py exists already. Choose another name, or remove the file.
      table 'left_over': test/notebooks/gold/left_over_test.py exists already. Choose another name, or remove the file.

      2 problems, nothing was written."
    `);
  });

  it('is refused under a name that begins with the layer, or that Python or the tests need', () => {
    expect(problemsOf('gold', 'gold_returns', '--reads', 'silver_orders')).toMatchInlineSnapshot(`
      "table 'gold_returns' begins with its layer, which the command puts there: the table would be 'gold_gold_returns'. Say 'returns'.

      1 problem, nothing was written."
    `);
    expect(problemsOf('gold', 'lambda', '--reads', 'silver_orders')).toMatchInlineSnapshot(`
      "table 'lambda': a function of Python cannot have this name. Choose another.

      1 problem, nothing was written."
    `);
    expect(problemsOf('gold', 'date', '--reads', 'silver_orders')).toMatchInlineSnapshot(`
      "table 'date': its tests would need this name for something else. Say what a row is.

      1 problem, nothing was written."
    `);
  });

  it('is refused if it reads several datasets, or one of a later layer', () => {
    expect(problemsOf('gold', 'returns', '--reads', 'silver_orders,silver_customers')).toMatchInlineSnapshot(`
      "--reads silver_orders,silver_customers: takes one dataset. Add others to the function's parameters and to the table's inputs afterwards.

      1 problem, nothing was written."
    `);
    expect(problemsOf('bronze', 'returns', '--reads', 'silver_orders')).toMatchInlineSnapshot(`
      "--reads silver_orders: is of the later layer 'silver', and data flows raw → bronze → silver → gold. There is:
          raw_orders
          bronze_orders

      1 problem, nothing was written."
    `);
  });

  it('is refused if it reads what is computed for each query, or what no code can reach', () => {
    expect(problemsOf('gold', 'returns', '--reads', 'recent_customers')).toMatchInlineSnapshot(`
      "--reads recent_customers: is a published view, which is computed whenever somebody asks. Read what it reads: silver_customers.

      1 problem, nothing was written."
    `);
    expect(problemsOf('silver', 'returns', '--reads', 'bronze_orders_quarantine')).toMatchInlineSnapshot(`
      "--reads bronze_orders_quarantine: belongs to another dataset, and code cannot reach it. There is:
          raw_orders
          bronze_orders
          silver_orders, silver_customers

      1 problem, nothing was written."
    `);
  });

  it('is refused for a streaming table that reads what cannot be a stream', () => {
    expect(
      problemsOf('gold', 'returns', '--reads', 'silver_customers', '--kind', 'streaming-table'),
    ).toMatchInlineSnapshot(`
      "--reads silver_customers: is a materialized view, which cannot be read as a stream because its rows change. Say --kind materialized-view, or read a dataset that only grows. There is:
          raw_orders
          bronze_orders
          silver_orders

      1 problem, nothing was written."
    `);
  });
});

describe('the command line of npx medallion new', () => {
  it('explains itself instead of running', () => {
    expect(requested(newTable, ['--help'])).toContain('npx medallion new gold daily_pages --reads');
  });

  it('needs a value where one belongs', () => {
    expect(problemsOf('gold', 'returns', '--reads')).toContain('--reads needs a value.');
  });
});
