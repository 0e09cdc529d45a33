import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { loadSqlParser } from '../../../constructs/medallion/sources/sql';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { answerTo, type LineageOptions, lineage } from '../../../tools/cli/lineage';
import { type Paint, paintFor, plain } from '../../../tools/terminal/style';
import { commandRun, requested } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';
import { writeShop } from './shop-fixture';

const PROJECT = path.resolve(__dirname, '..', '..', '..');

let shop: string;
beforeAll(async () => {
  await loadSqlParser();
  shop = path.join(temporaryDirectory(), 'shop');
  writeShop(shop);
});

const answer = (line: string, paint: Paint = plain) =>
  answerTo(
    requested(lineage, line.split(' ').filter(Boolean)) as LineageOptions,
    { directory: shop, projectRoot: shop },
    paint,
  );

describe('the answer of medallion lineage', () => {
  it('is a tree of what a dataset comes from and what reads it', () => {
    expect(answer('bronze_orders')).toBe(`bronze_orders  bronze · streaming table
One row of bronze_orders.

comes from
└─ raw_orders  raw · Kafka stream
   └─ orders  topic

read by
├─ customers_changes  silver · temporary view
│  └─ customers  silver · AUTO CDC table, SCD type 2
│     └─ clusters  gold · materialized view
└─ daily_sales  gold · materialized view
   └─ best_days  gold · published view`);
  });

  it('is one direction alone if that is asked', () => {
    expect(answer('daily_sales --down')).toBe(`daily_sales  gold · materialized view
One row of daily_sales.

read by
└─ best_days  gold · published view`);
  });

  it.each([
    ['in colours on a terminal', { isTTY: true }, '\u001b[1mcomes from\u001b[22m'],
    ['without colours in a file', {}, '\ncomes from\n'],
  ])('is %s', (_what, output, expected) => {
    expect(answer('bronze_orders', paintFor(output, {}))).toContain(expected);
  });

  it('says what is at an end', () => {
    expect(answer('clusters --down')).toContain('read by\n   nothing in this pipeline');
    expect(answer('orders --up')).toContain('comes from\n   producers outside of this pipeline');
  });

  it('is every dataset with what it reads, layer by layer', () => {
    expect(answer('')).toBe(`topics
  orders

raw
  raw_orders                Kafka stream                 ← orders

bronze
  bronze_orders             streaming table              ← raw_orders
  bronze_orders_quarantine  streaming table, quarantine  ← raw_orders

silver
  customers_changes         temporary view               ← bronze_orders
  customers                 AUTO CDC table, SCD type 2   ← customers_changes

gold
  daily_sales               materialized view            ← bronze_orders
  clusters                  materialized view            ← customers
  best_days                 published view               ← daily_sales`);
  });

  it('is a graph for Mermaid, a box around each layer', () => {
    expect(answer('daily_sales --format mermaid')).toBe(`flowchart LR
  subgraph g0["topics"]
    n0["orders<br/>topic"]
  end
  subgraph g1["raw"]
    n1["raw_orders<br/>Kafka stream"]
  end
  subgraph g2["bronze"]
    n2["bronze_orders<br/>streaming table"]
  end
  subgraph g3["gold"]
    n3["daily_sales<br/>materialized view"]
    n4["best_days<br/>published view"]
  end
  n0 --> n1
  n1 --> n2
  n2 -.-> n3
  n3 -.-> n4
  style n3 stroke-width:3px`);
  });

  it('is a graph for Graphviz', () => {
    expect(answer('best_days --up --format dot --column sales')).toBe(`digraph lineage {
  rankdir=LR;
  node [shape=box];
  subgraph cluster_0 {
    label="raw_orders";
    "raw_orders.price" [label="price"];
  }
  subgraph cluster_1 {
    label="topic orders";
    "topic:orders.value.price" [label="value.price"];
  }
  subgraph cluster_2 {
    label="bronze_orders";
    "bronze_orders.price" [label="price"];
  }
  subgraph cluster_3 {
    label="daily_sales";
    "daily_sales.sales" [label="sales"];
  }
  subgraph cluster_4 {
    label="best_days";
    "best_days.sales" [label="sales", penwidth=3];
  }
  "topic:orders.value.price" -> "raw_orders.price" [label="same"];
  "raw_orders.price" -> "bronze_orders.price" [label="same"];
  "bronze_orders.price" -> "daily_sales.sales" [label="computed"];
  "daily_sales.sales" -> "best_days.sales" [label="same"];
}`);
  });

  it('is one object for programs', () => {
    const { root, nodes, edges } = JSON.parse(answer('best_days --up --format json'));
    expect(root).toBe('best_days');
    expect(nodes[0]).toEqual({
      id: 'topic:orders',
      name: 'orders',
      kind: 'topic',
      layer: null,
      comment: null,
    });
    expect(nodes.at(-1)).toEqual({
      id: 'best_days',
      name: 'best_days',
      kind: 'published_view',
      layer: 'gold',
      comment: 'One row of best_days.',
    });
    expect(edges.at(-1)).toEqual({ from: 'daily_sales', to: 'best_days', read: 'batch' });
    expect(JSON.parse(answer('--format json')).root).toBeNull();
  });
});

describe('the answer of medallion lineage to a column', () => {
  it('is a tree of what it is made of and what uses it', () => {
    expect(answer('bronze_orders --column price')).toBe(`bronze_orders.price  DOUBLE
The price

comes from
└─ same as raw_orders.price
   └─ same as value.price of topic orders

used by
├─ rule of bronze_orders: priced (drop)
├─ customers_changes.last_price, the same
│  ├─ customers.last_price, the same
│  │  └─ ? unknown for clusters: groups rows and calls .applyInPandas(), which cannot be traced (notebooks/gold/clusters.py)
│  └─ rows of customers: versioned by it
└─ daily_sales.sales, computed
   ├─ rule of daily_sales: sold (warn)
   └─ best_days.sales, the same`);
  });

  it('says of a column that is not followed that it cannot be told', () => {
    expect(answer('clusters --up --column cluster')).toContain('└─ ? unknown for clusters: groups rows');
  });

  it('says that rows are counted', () => {
    expect(answer('daily_sales --up --column orders')).toContain('└─ computed from rows of bronze_orders');
  });

  it('is one object for programs', () => {
    const { root, nodes, edges } = JSON.parse(answer('raw_orders --column price --format json'));
    expect(root).toBe('raw_orders.price');
    expect(nodes).toContainEqual({
      id: 'topic:orders.value.price',
      kind: 'field',
      dataset: 'orders',
      name: 'value.price',
      type: null,
      layer: null,
    });
    expect(edges).toContainEqual({ from: 'raw_orders.price', to: 'bronze_orders (rows)', how: 'rule' });
  });
});

describe('medallion lineage', () => {
  const run = async (line: string) => {
    const state = new StateDirectory(temporaryDirectory());
    return { ...(await commandRun(lineage, line.split(' '), { state })), state };
  };

  it('says what is wrong with the command line before it synthesizes', async () => {
    const { code, output, errors, state } = await run('orders --format svg');
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain('Allowed choices are text, mermaid, dot, json.');
    expect(errors).not.toContain('    at ');
    expect(readdirSync(state.root)).toEqual([]);
  });

  it('shows its help', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, errors: '' });
  });

  it('answers of the platform as it is now, with nothing else on standard output and no colours', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        'tools/cli/medallion.mjs',
        'lineage',
        'gold_daily_user_metrics',
        '--up',
        '--column',
        'listening_seconds',
      ],
      { cwd: PROJECT, encoding: 'utf8' },
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^gold_daily_user_metrics\.listening_seconds {2}DOUBLE\n/);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/same as value\.duration of topic listen_events$/);
    expect(existsSync(path.join(PROJECT, '.local', 'lineage', 'synth'))).toBe(true);
  });
});
