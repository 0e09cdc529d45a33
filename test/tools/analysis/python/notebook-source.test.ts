import { NotebookSource } from '../../../../tools/analysis/python/notebook-source';
import { textOf } from '../../../../tools/analysis/python/python-tokens';
import { deployedFrom, fixtureProject } from '../../review/datasets/pipeline-change-fixture';

const cells = (...texts: readonly string[]) => new NotebookSource(texts.join('\n\n# COMMAND ----------\n\n'));

test('takes a notebook apart into texts, imports and code', () => {
  const source = cells('# MAGIC %md\n# MAGIC x = 1', 'from a import b', 'X = 1');
  expect(source.cells.map(({ kind, names }) => [kind, names])).toEqual([
    ['text', []],
    ['imports', []],
    ['code', ['X']],
  ]);
});

test('lines of Windows are lines', () => {
  expect(
    new NotebookSource('X = 1\r\n\r\n# COMMAND ----------\r\n\r\nY = 2').cells.map(({ names }) => names),
  ).toEqual([['X'], ['Y']]);
});

test.each([
  ['import a.b', 'a', 'a'],
  ['import a.b as c', 'c', 'a.b'],
  ['from a.b import c', 'c', 'a.b.c'],
  ['from a import (\n    b as c,\n    d,\n)', 'd', 'a.d'],
])('%s', (text, name, path) => {
  expect(cells(text).definition(name)).toEqual({ kind: 'import', path });
});

test('tells functions, classes and values', () => {
  const source = cells('A: int = 1\nB, C = 2, 3\n\n\ndef f():\n    D = 4\n\n\nclass G:\n    pass');
  expect(['A', 'B', 'C', 'D', 'f', 'G', 'nothing'].map((name) => source.definition(name)?.kind)).toEqual([
    'value',
    'value',
    'value',
    undefined,
    'function',
    'class',
    undefined,
  ]);
  expect(source.definition('C')).toMatchObject({ position: 1 });
});

test('the last definition of a name holds', () => {
  const definition = cells('X = 1', 'X = 2\nX = 3').definition('X');
  expect(definition && 'code' in definition && textOf(definition.code)).toBe('X = 3');
});

test('a text that looks like code defines nothing', () => {
  const source = cells('X = 1', 'TEXT = """\nX = 2\n"""');
  expect(source.definition('X')).toMatchObject({ kind: 'value' });
  expect(source.cellOf('X')?.text).toBe('X = 1');
});

test('a dataset is a function of its name, with what declares it', () => {
  const source = new NotebookSource(deployedFrom(fixtureProject()).notebooks.get('bronze.py') ?? '');
  const definition = source.definition('bronze_events');
  expect(definition && 'code' in definition && textOf(definition.code)).toBe(
    'def bronze_events() -> DataFrame:\n    return events(raw=spark.readStream.table("raw_events"))',
  );
  const declaration = source.declaration('bronze_events');
  expect(declaration && textOf(declaration)).toMatch(/^@dp\.table\(\n {4}name="bronze_events"/);
  expect(source.definition('BRONZE_EVENTS_DROPPED_BY')).toMatchObject({ kind: 'value' });
  expect(source.declaration('events')).toBeUndefined();
});

test('tables that a call creates and views have a cell', () => {
  const { notebooks } = deployedFrom(fixtureProject());
  expect(new NotebookSource(notebooks.get('silver.py') ?? '').cellOf('silver_users')?.text).toContain(
    'create_auto_cdc_flow',
  );
  expect(new NotebookSource(notebooks.get('gold_views.sql') ?? '').cellOf('busy_users')?.text).toMatch(
    /^CREATE VIEW busy_users/,
  );
});

test.each([
  ['A = B = 1', 'B'],
  ['A: dict[\n    str, str\n] = {}', 'A'],
  ['A = B == C', 'A'],
  ['A: int = 1', 'A'],
])('%j gives %s a value', (text, name) => {
  expect(cells('X = 1', text).definition(name)).toMatchObject({ kind: 'value' });
});

test('imports are imports wherever they stand', () => {
  expect(cells('X = 1\n\nfrom a import b').definition('b')).toEqual({ kind: 'import', path: 'a.b' });
});
