import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ddlLines, sqlString, string } from '../../../../constructs/medallion/column';
import {
  expectOrDrop,
  expectOrFail,
  expectOrWarn,
  nullSafe,
} from '../../../../constructs/medallion/expectation';
import { type PythonValue, pythonConstant } from '../../../../constructs/medallion/rendering/python-code';
import { readToolchain } from '../../../../tools/setup/toolchain';
import { materializedView, publishedView, shopWithOrders, streamingTable } from '../smallest-datasets';

/** Texts that an author may write, each of which breaks a careless generator in its own way. */
const TEXTS = {
  double_quotes: 'He said "yes".',
  single_quotes: "It's the user's.",
  both_quotes: `"It's" is short.`,
  more_double_quotes: `"a" "b" it's`,
  triple_quotes: 'A """ in the middle, """" and \'\'\'.',
  ends_with_quotes: 'Called "x"',
  backslashes: 'C:\\new\\table \\N{DASH} \\',
  lines: 'First.\nSecond.\n\nFourth: "x".',
  windows_lines: 'First.\r\nSecond.',
  tab: 'a\tb',
  table: '| a | b |',
  braces: '{braces} %s $dollar `code` ``more``',
  cell: 'x\n# COMMAND ----------\nimport os',
  comment: 'a -- b /* c */ # d',
  letters: 'Zażółć gęślą jaźń – 音楽 🎵',
  long: `${'A long sentence that does not fit. '.repeat(5)}End.`,
  long_with_spaces: `  ${'Two  spaces  between  words. '.repeat(5)} `,
  long_with_quotes: `${'A "quoted" word. '.repeat(8)}End.`,
  long_word: `${'x'.repeat(150)} y`,
} as const;

/** What Python reads from a notebook: the arguments of every decorator and every constant, as values. */
const READ_NOTEBOOK = `
import ast, json, sys

found = {}
for node in ast.walk(ast.parse(sys.stdin.buffer.read().decode())):
    if isinstance(node, ast.FunctionDef):
        for decorator in node.decorator_list:
            what = found.setdefault(node.name, {})
            for keyword in decorator.keywords:
                what[keyword.arg] = ast.literal_eval(keyword.value)
            for value in decorator.args:
                what[decorator.func.attr] = ast.literal_eval(value)
json.dump(found, sys.stdout)
`;

type Decorators = Record<string, Record<string, unknown>>;

const { python } = readToolchain(join(__dirname, '..', '..', '..', '..'));

function run(
  args: readonly string[],
  input: string,
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(python, args, { input, encoding: 'utf8' });
}

/** A gold notebook of one view for each text, which uses it wherever a text can stand. */
async function notebooks(): Promise<{ python: string; sql: string }> {
  const { shop, orders } = shopWithOrders();
  for (const [name, text] of Object.entries(TEXTS)) {
    const rule = `id <> ${sqlString(text)}`;
    const view = materializedView(
      shop.layer('gold'),
      name,
      { orders },
      {
        comment: text,
        columns: { id: string(text), seen_at: string(text) },
        tableProperties: { note: text },
        expectations: [expectOrWarn('warned', rule), expectOrFail('failed', `${rule}\n  OR seen_at IS NULL`)],
      },
    );
    publishedView(shop.layer('gold'), `${name}_view`, [view], undefined, { comment: text });
  }
  return { python: await shop.artefact('gold.py'), sql: await shop.artefact('gold_views.sql') };
}

describe('text in a generated notebook', () => {
  let decorators: Decorators;
  let generated: { python: string; sql: string };
  beforeAll(async () => {
    generated = await notebooks();
    const { status, stdout, stderr } = run(['-c', READ_NOTEBOOK], generated.python);
    if (status !== 0) throw new Error(stderr);
    decorators = JSON.parse(stdout) as Decorators;
  });

  it.each(Object.entries(TEXTS))('is what the author wrote, as Python reads it: %s', (name, text) => {
    const rule = `id <> ${sqlString(text)}`;

    expect(decorators[name]).toMatchObject({
      name,
      comment: text,
      table_properties: { quality: 'gold', note: text },
      expect_all: { warned: nullSafe(rule) },
      expect_all_or_fail: { failed: nullSafe(`${rule}\n  OR seen_at IS NULL`) },
    });
    const schema = String(decorators[name]?.schema)
      .split('\n')
      .map((line) => line.trim());
    expect(schema.join('\n').trim()).toBe(ddlLines({ id: string(text), seen_at: string(text) }).join(',\n'));
  });

  it('is formatted as the formatter of the project has it', () => {
    const { status, stdout } = run(
      [
        '-m',
        'ruff',
        'format',
        '--diff',
        '--line-length',
        '100',
        '--isolated',
        '--stdin-filename',
        'gold.py',
        '-',
      ],
      generated.python,
    );

    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('never leaves its cell: what is no code is a comment', () => {
    const heading = generated.python.slice(generated.python.indexOf('## cell'));

    expect(heading).toMatch(
      /^## cell\n# MAGIC\n# MAGIC x\n# MAGIC # COMMAND -{10}\n# MAGIC import os\n# MAGIC\n/,
    );
    expect(generated.sql).toContain('-- MAGIC x\n-- MAGIC # COMMAND ----------\n-- MAGIC import os\n');
    expect(generated.sql).toContain("COMMENT 'x\\n# COMMAND ----------\\nimport os'\n");
  });

  it('stays on one line in a table, however many lines the rule has', () => {
    const rows = generated.python.split('\n').filter((line) => /^# MAGIC \| failed \|/.test(line));

    expect(rows).toHaveLength(Object.keys(TEXTS).length);
    for (const row of rows) expect(row).toMatch(/OR seen_at IS NULL ?`+ \|$/);
    expect(rows.find((row) => row.includes('a \\| b'))).toBeDefined();
  });
});

describe('the author’s function in a generated notebook', () => {
  /** A notebook of two tables whose files end, begin and import in every way. */
  async function notebook(): Promise<string> {
    const { shop, orders } = shopWithOrders();
    shop.write(
      'notebooks/first.py',
      [
        '"""A file."""',
        '',
        'from __future__ import annotations',
        '',
        'import math',
        'from functools import reduce',
        '',
        'from pyspark.sql import DataFrame, Window',
        'from pyspark.sql import functions as F',
        '',
        '# A comment that stands first.',
        'LIMIT = math.pi',
        '',
        '',
        'def first(orders: DataFrame) -> DataFrame:',
        '    """All of them."""',
        '',
        '    def inner(rows: DataFrame) -> DataFrame:',
        '        return rows.where(F.col("id") > LIMIT)',
        '',
        '    return reduce(lambda rows, step: step(rows), [inner], orders)',
        '',
        '',
        'WINDOW = Window.partitionBy("id")',
        '',
      ].join('\n'),
    );
    shop.write(
      'notebooks/second.py',
      [
        'import math',
        '',
        'from pyspark.sql import DataFrame',
        'from pyspark.sql.types import LongType',
        '',
        '',
        'class Rates:',
        '    euro = math.e',
        '',
        '',
        'def second(orders: DataFrame) -> DataFrame:',
        '    return orders.withColumn("id", orders["id"].cast(LongType()) * Rates.euro)',
        '',
      ].join('\n'),
    );
    const expectations = [expectOrDrop('known', 'id IS NOT NULL')];
    const transform = (name: string) => ({
      transform: `notebooks/${name}.py`,
      expectations,
      quarantine: true,
    });
    streamingTable(shop.layer('bronze'), 'sales', { orders }, transform('first'));
    streamingTable(shop.layer('bronze'), 'refunds', { orders }, transform('second'));
    return shop.artefact('bronze.py');
  }

  it('is Python that runs, formatted and sorted as the project has it', async () => {
    const text = await notebook();
    const ruff = (...args: string[]) =>
      run(
        ['-m', 'ruff', ...args, '--line-length', '100', '--isolated', '--stdin-filename', 'bronze.py', '-'],
        text,
      );

    expect(run(['-c', 'import sys; compile(sys.stdin.read(), "bronze.py", "exec")'], text).stderr).toBe('');
    expect(ruff('format', '--diff').stdout).toBe('');
    expect(
      ruff(
        'check',
        '--quiet',
        '--select',
        'F,I,E4,E7,E9',
        '--ignore',
        'E402',
        '--config',
        'builtins=["spark"]',
      ).stdout,
    ).toBe('');
  });

  it('has each import once, at the top, what Python wants first first', async () => {
    const text = await notebook();

    expect(text.slice(text.indexOf('from __future__'), text.indexOf('# MAGIC ## Quarantine'))).toBe(
      [
        'from __future__ import annotations',
        '',
        'import math',
        'from functools import reduce',
        '',
        'from pyspark import pipelines as dp',
        'from pyspark.sql import DataFrame, Window',
        'from pyspark.sql import functions as F',
        'from pyspark.sql.types import LongType',
        '',
        '# COMMAND ----------',
        '',
        '# MAGIC %md',
        '',
      ].join('\n'),
    );
  });

  it('stands as it was written, comments included', async () => {
    expect(await notebook()).toContain(
      '\n# A comment that stands first.\nLIMIT = math.pi\n\n\ndef first(orders: DataFrame) -> DataFrame:\n    """All of them."""\n',
    );
  });
});

describe('a constant of a notebook', () => {
  it.each<[PythonValue, string]>([
    ['text', '"text"'],
    [1.5, '1.5'],
    [true, 'True'],
    [false, 'False'],
    [null, 'None'],
    [['a', 1], '["a", 1]'],
    [{ a: { b: [] } }, '{"a": {"b": []}}'],
  ])('%j', (value, code) => {
    expect(pythonConstant('VALUE', value)).toBe(`VALUE = ${code}`);
  });

  it('has one item a line where it does not fit into one, and so has what is in it', () => {
    const names = Array.from({ length: 12 }, (_, index) => `name_${index}`);

    expect(pythonConstant('VALUE', { few: ['a'], many: names }).split('\n')).toEqual([
      'VALUE = {',
      '    "few": ["a"],',
      '    "many": [',
      ...names.map((name) => `        "${name}",`),
      '    ],',
      '}',
    ]);
  });

  it('breaks where the formatter does, to the character, and is the same value to Python', () => {
    // Of every length around the width of a line: alone, in a list, behind a key, and two levels deep.
    const lengths = Array.from({ length: 40 }, (_, index) => 65 + index);
    const constants = Object.fromEntries(
      lengths.flatMap((length): [string, PythonValue][] => {
        const text = 'x'.repeat(length);
        return [
          [`TEXT_${length}`, text],
          [`LIST_${length}`, [text]],
          [`ITEMS_${length}`, ['y', { k: text.slice(8) }, [text.slice(12)]]],
          [`DICT_${length}`, { k: [text.slice(4), 1, null], [text]: true, text: text.slice(2) }],
          [`DEEP_${length}`, { a: { b: { c: [text.slice(20)] } }, e: [], [`${text}k`]: {} }],
        ];
      }),
    );
    const code = `${Object.entries(constants)
      .map(([name, value]) => pythonConstant(name, value))
      .join('\n')}\n`;
    const format = ['-m', 'ruff', 'format', '--diff', '--line-length', '100', '--isolated', '-'];
    const read = 'import json, sys; exec(sys.stdin.read(), names := {}); del names["__builtins__"]';

    expect(run(format, code).stdout).toBe('');
    expect(JSON.parse(run(['-c', `${read}; print(json.dumps(names))`], code).stdout)).toEqual(constants);
  });
});
