import { unexplainedCode } from '../../../../tools/review/datasets/unexplained-code';
import type { PlatformChange } from '../../../../tools/review/pipeline-change';
import { datasetOf, pipelineChange } from './pipeline-change-fixture';

/** A deployment that adds a cell to a notebook and nothing else. */
function withCell(cell: string, notebook = 'silver.py'): PlatformChange {
  return pipelineChange((project) => {
    project.cells[notebook] = cell;
  });
}

test.each([
  ['a setting', 'spark.conf.set("a", "b")'],
  ['a flow', '@dp.append_flow(target="silver_events")\ndef more():\n    return spark.readStream.table("x")'],
  [
    'a dataset that the manifest does not have',
    '@dp.table(\n    name="hidden",\n)\ndef hidden():\n    return spark.read.table("x")',
  ],
  ['a table that the manifest does not have', 'dp.create_streaming_table(\n    name="hidden",\n)'],
  ['an item of a constant', 'RULES = {}\nRULES["a"] = 1'],
  ['a statement behind a constant', 'A = 1; spark.conf.set("a", "b")'],
  ['names in brackets', '(A, B) = 1, 2'],
  ['a loop', 'for name in ["a"]:\n    print(name)'],
  ['a condition', 'if True:\n    A = 1'],
  [
    'what follows a dataset',
    '@dp.table(\n    name="silver_events",\n)\ndef silver_events():\n    return 1\n\n\nprint(1)',
  ],
])('tells %s', (_what, cell) => {
  const found = unexplainedCode(withCell(cell));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ notebook: 'silver.py', before: '' });
  expect(found[0]?.after).not.toBe('');
});

test.each([
  ['constants', 'A = 1\nB: int = 2\nC = (\n    3\n)'],
  ['functions', '@F.udf("string")\ndef f(a):\n    return a'],
  ['classes', 'class A:\n    b = 1'],
  ['imports', 'import math\nfrom a import b'],
  ['a text', '# MAGIC %md\n# MAGIC print(1)'],
  ['comments', '# print(1)'],
])('%s run nothing', (_what, cell) => {
  expect(unexplainedCode(withCell(cell))).toEqual([]);
});

test('code that was there before is not told', () => {
  const change = withCell('spark.conf.set("a", "b")');
  expect(unexplainedCode({ before: change.after, after: change.after } as PlatformChange)).toEqual([]);
  expect(unexplainedCode({ before: change.after, after: change.before } as PlatformChange)).toMatchObject([
    { before: 'spark.conf.set("a", "b")', after: '' },
  ]);
});

test('datasets of the manifest explain their cells', () => {
  const change = pipelineChange((project) => {
    for (const name of ['silver_events', 'silver_users', 'gold_daily', 'busy_users'])
      datasetOf(project, name).comment = 'New';
  });
  expect(unexplainedCode(change)).toEqual([]);
});

test('a statement of SQL that creates no view of the manifest is told', () => {
  expect(unexplainedCode(withCell('CREATE TABLE hidden AS SELECT 1;', 'gold_views.sql'))).toMatchObject([
    { notebook: 'gold_views.sql' },
  ]);
});
