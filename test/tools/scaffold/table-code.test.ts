import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { array, date, decimal, personal, string } from '../../../constructs/medallion/column';
import { expectOrDrop, expectOrFail } from '../../../constructs/medallion/expectation';
import { newTable } from '../../../tools/cli/new';
import { draftOf } from '../../../tools/scaffold/first-draft';
import { formatted } from '../../../tools/scaffold/formatted';
import { tableCode } from '../../../tools/scaffold/table-code';
import type { TableDraft } from '../../../tools/scaffold/table-draft';
import type { TableOptions } from '../../../tools/scaffold/table-request';
import { requestedTable } from '../../../tools/scaffold/table-request';
import { requested } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';
import { Shop } from './shop';

const PROJECT = path.resolve(__dirname, '..', '..', '..');
const PIPELINE = 'constructs/music-streaming/music-streaming-platform.ts';
const SILVER = 'constructs/music-streaming/silver.ts';
const GOLD = 'constructs/music-streaming/gold.ts';

const shop = new Shop();

const PIPELINE_TEXT = `import { BronzeLayer } from './bronze';
import { GoldLayer } from './gold';
import { SilverLayer } from './silver';

export class Shop extends MedallionPipeline {
  constructor() {
    this.gold = new GoldLayer(this, this.silver);
  }
}
`;

const SILVER_TEXT = `import { type Deduplication, StreamingTable, string } from '../medallion';
import type { BronzeLayer } from './bronze';

const EACH_ORDER_ONCE: Deduplication = { keys: ['id'], within: '7 days', time: 'kafka_timestamp' };

/** Things. */
export class SilverLayer extends Layer {
  readonly orders: StreamingTable; // Counted.
  private readonly secret: string;

  constructor(pipeline: MedallionPipeline, bronze: BronzeLayer) {
    super(pipeline, 'silver');
    this.orders = new StreamingTable();
  }
}
`;

const GOLD_TEXT = `import { type Columns, expectOrFail, MaterializedView, string } from '../medallion';
import type { SilverLayer } from './silver';

const SHARED: Columns = { name: string('Name') };

/** Figures. */
export class GoldLayer extends Layer {
  readonly dailySales: MaterializedView;

  constructor(
    pipeline: MedallionPipeline,
    silver: SilverLayer,
  ) {
    super(pipeline, 'gold');
    this.dailySales = new MaterializedView(this, 'gold_daily_sales', { expectations: [expectOrFail('a', 'b')] });
    // The last word.
  }

  private other(): void {}
}
`;

let project: string;
beforeEach(() => {
  project = temporaryDirectory();
  mkdirSync(path.join(project, path.dirname(GOLD)), { recursive: true });
  for (const [file, text] of Object.entries({
    [PIPELINE]: PIPELINE_TEXT,
    [SILVER]: SILVER_TEXT,
    [GOLD]: GOLD_TEXT,
  }))
    writeFileSync(path.join(project, file), text);
  for (const file of ['biome.json', '.gitignore']) cpSync(path.join(PROJECT, file), path.join(project, file));
});

/** The files that change for a table, as the command writes them. */
function filesWith(draft: Partial<TableDraft>, ...commandLine: string[]): Record<string, string> {
  const { table: options } = requested(newTable, commandLine) as { readonly table: TableOptions };
  const table = requestedTable(options, shop, project);
  const code = tableCode(table, { ...draftOf(table), ...draft }, project);
  const texts = [...code].map(([file, text]) => [file, formatted(file, text, PROJECT)]);
  return Object.fromEntries(texts);
}

describe('the code of a table', () => {
  it('adds a property, a statement at the end of the constructor, and what of the imports is missing', () => {
    const files = filesWith({}, 'gold', 'monthly_sales', '--reads', 'silver_orders');

    expect(Object.keys(files)).toEqual([GOLD]);
    expect(files[GOLD]).toMatchInlineSnapshot(`
      "import { bigint, type Columns, date, expectOrFail, MaterializedView, string } from '../medallion';
      import type { SilverLayer } from './silver';

      const SHARED: Columns = { name: string('Name') };

      /** Figures. */
      export class GoldLayer extends Layer {
        readonly dailySales: MaterializedView;
        readonly monthlySales: MaterializedView;

        constructor(pipeline: MedallionPipeline, silver: SilverLayer) {
          super(pipeline, 'gold');
          this.dailySales = new MaterializedView(this, 'gold_daily_sales', {
            expectations: [expectOrFail('a', 'b')],
          });
          // The last word.

          this.monthlySales = new MaterializedView(this, 'gold_monthly_sales', {
            comment: 'One row per UTC day on which silver_orders has rows.',
            inputs: { orders: silver.orders },
            columns: {
              date: date('UTC day of bought_at'),
              row_count: bigint('Rows of silver_orders on the day'),
            },
            primaryKey: ['date'],
            expectations: [expectOrFail('date_present', 'date IS NOT NULL')],
            clusterBy: ['date'],
          });
        }

        private other(): void {}
      }
      "
    `);
  });

  it('hands the layer what it reads, if it is not handed that yet', () => {
    const files = filesWith({}, 'gold', 'deliveries', '--reads', 'bronze_orders');

    expect(Object.keys(files)).toEqual([GOLD, PIPELINE]);
    expect(files[GOLD]).toContain("import type { BronzeLayer } from './bronze';\n");
    expect(files[GOLD]).toContain('silver: SilverLayer, bronze: BronzeLayer');
    expect(files[GOLD]).toContain('inputs: { orders: bronze.orders }');
    expect(files[PIPELINE]).toBe(
      PIPELINE_TEXT.replace('(this, this.silver)', '(this, this.silver, this.bronze)'),
    );
  });

  it('reads a table of its own layer from this', () => {
    const files = filesWith({}, 'gold', 'best_days', '--reads', 'gold_daily_sales');

    expect(files[GOLD]).toContain('inputs: { dailySales: this.dailySales }');
  });

  it('counts events once the way its layer does', () => {
    const files = filesWith({}, 'silver', 'returns', '--reads', 'bronze_orders', '--kind', 'streaming-table');

    expect(files[SILVER]).toContain(
      '  readonly orders: StreamingTable; // Counted.\n  readonly returns: StreamingTable;\n',
    );
    expect(files[SILVER]).toContain('deduplicate: EACH_ORDER_ONCE,');
    expect(files[SILVER]).toContain("primaryKey: ['id'],");
  });

  it('writes columns, rules and quotes in the words of the vocabulary', () => {
    const draft = {
      comment: "What a customer's week has",
      columns: {
        day: date('Day'),
        tags: array(string('tag'), 'Tags'),
        price: decimal(10, 2, 'Price, in "euro"'),
      },
      expectations: [expectOrFail('one', "tags[0] = 'new'"), expectOrDrop('two', 'price > 0')],
      primaryKey: [],
      clusterBy: [],
    };
    const files = filesWith(draft, 'gold', 'weeks', '--reads', 'silver_orders');
    const statement = files[GOLD]?.slice(
      files[GOLD].indexOf('    this.weeks'),
      files[GOLD].lastIndexOf('  }\n\n'),
    );

    expect(statement).toMatchInlineSnapshot(`
      "    this.weeks = new MaterializedView(this, 'gold_weeks', {
            comment: "What a customer's week has",
            inputs: { orders: silver.orders },
            columns: {
              day: date('Day'),
              tags: array(string('one of them'), 'Tags'),
              price: { type: 'DECIMAL(10, 2)', comment: 'Price, in "euro"' },
            },
            expectations: [expectOrFail('one', "tags[0] = 'new'"), expectOrDrop('two', 'price > 0')],
          });
      "
    `);
    expect(files[GOLD]).toMatch(
      /^import \{[^}]*\barray\b[^}]*\bexpectOrDrop\b[^}]*\} from '..\/medallion';$/m,
    );
  });

  it('keeps personal what is personal in the input', () => {
    const columns = { day: date('Day'), ...personal({ city: string('City') }) };
    const files = filesWith({ columns }, 'gold', 'weeks', '--reads', 'silver_orders');

    expect(files[GOLD]).toContain("day: date('Day'),\n        ...personal({ city: string('City') }),\n");
    expect(files[GOLD]).toMatch(/^import \{[^}]*\bpersonal\b[^}]*\} from '..\/medallion';$/m);
  });

  it('is refused where the file is not as it would be', () => {
    writeFileSync(path.join(project, GOLD), 'export class Gold extends Layer {}\n');

    expect(() => filesWith({}, 'gold', 'monthly_sales', '--reads', 'silver_orders')).toThrow(
      `${GOLD} has no class GoldLayer, which code would be added to: add it by hand.`,
    );
  });
});
