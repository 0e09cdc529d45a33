import { ExpressionGraph } from '../../../../tools/analysis/python/expression-graph';
import { NotebookSource } from '../../../../tools/analysis/python/notebook-source';
import { PythonReader } from '../../../../tools/analysis/python/python-reader';
import { SparkCalls } from '../../../../tools/analysis/python/spark-calls';

const HEAD =
  'from functools import reduce\nfrom pyspark.sql import DataFrame, Window\nfrom pyspark.sql import functions as F\n\n# COMMAND ----------\n\n';

/** Whether two versions of a notebook, each with a function `rows`, say that it computes the same. */
function isSame(before: string, after: string): boolean {
  const graph = new ExpressionGraph();
  const [was, is] = [before, after].map((code) => {
    const source = new NotebookSource(HEAD + code);
    return new PythonReader(graph, new SparkCalls(graph, false), source).returned('rows', new Map());
  });
  expect(was).toBeDefined();
  expect(is).toBeDefined();
  return was === is;
}

const rows = (body: string) => `def rows(t, u):\n    ${body.replaceAll('\n', '\n    ')}\n`;

describe('a function that is written in another way and computes the same', () => {
  const base = rows('return t.filter(F.col("a") > 1).select("a", "b")');
  test.each([
    ['comments', rows('# Only these.\nreturn t.filter(F.col("a") > 1).select("a", "b")  # of all')],
    ['a docstring', rows('"""Rows."""\nreturn t.filter(F.col("a") > 1).select("a", "b")')],
    [
      'the way it is set out',
      rows('return (\n    t.filter(\n        F.col(\'a\') > 1,\n    )\n    .select("a", "b")\n)'),
    ],
    [
      'type hints',
      'def rows(t: DataFrame, u: DataFrame) -> DataFrame:\n    return t.filter(F.col("a") > 1).select("a", "b")\n',
    ],
    ['where for filter', rows('return t.where(F.col("a") > 1).select("a", "b")')],
    [
      'local names',
      rows('large = t.filter(F.col("a") > 1)\nwanted = ["a", "b"]\nreturn large.select(*wanted)'),
    ],
    [
      'a name that is given again',
      rows('x = t\nx = x.filter(F.col("a") > 1)\nx = x.select("a", "b")\nreturn x'),
    ],
    ['a list of columns', rows('return t.filter(F.col("a") > 1).select(["a", "b"])')],
    ['F.col for the name of a column', rows('return t.filter(F.col("a") > 1).select(F.col("a"), "b")')],
    [
      'a constant of the notebook',
      `LEAST = 1\n\n\n${rows('return t.filter(F.col("a") > LEAST).select("a", "b")')}`,
    ],
    [
      'a constant of another cell',
      `LEAST = 2 - 1\n\n# COMMAND ----------\n\n${rows('return t.filter(F.col("a") > LEAST).select("a", "b")')}`,
    ],
    [
      'a helper function',
      `def large(some, least=1):\n    return some.filter(F.col("a") > least)\n\n\n${rows('return large(t).select("a", "b")')}`,
    ],
    [
      'a helper that is given by name',
      `def large(some, *, least):\n    return some.filter(F.col("a") > least)\n\n\n${rows('return large(least=1, some=t).select("a", "b")')}`,
    ],
    [
      'a helper that calls a helper',
      `def least():\n    return 1\n\n\ndef is_large():\n    return F.col("a") > least()\n\n\n${rows('return t.filter(is_large()).select("a", "b")')}`,
    ],
    [
      'a function within',
      rows('def large(some):\n    return some.filter(F.col("a") > 1)\n\nreturn large(t).select("a", "b")'),
    ],
    ['a lambda', rows('return t.transform(lambda some: some.filter(F.col("a") > 1)).select("a", "b")')],
    ['columns in another order', rows('return t.filter(F.col("a") > 1).select("b", "a")')],
    [
      'names of a comprehension',
      rows('return t.filter(F.col("a") > 1).select(*[name for name in ("a", "b")])'),
    ],
    ['a text in two parts', rows('return t.filter(F.col("a") > 1).select("a", "" "b")')],
    [
      'a loop that is written out',
      rows('for name in ["a"]:\n    t = t.filter(F.col(name) > 1)\nreturn t.select("a", "b")'),
    ],
  ])('%s', (_what, after) => {
    expect(isSame(base, after)).toBe(true);
  });

  test.each([
    ['conditions of a where', 't.where("a > 1")', 't.filter(F.expr("a  >  1"))'],
    [
      'operands of and',
      't.filter((F.col("a") > 1) & (F.col("b") > 2))',
      't.filter((F.col("b") > 2) & (F.col("a") > 1))',
    ],
    ['distinct and dropDuplicates', 't.distinct()', 't.dropDuplicates()'],
    ['withColumn and withColumns', 't.withColumn("x", F.lit(1))', 't.withColumns({"x": F.lit(1)})'],
    ['names of join types', 't.join(u, "id", "leftouter")', 't.join(u, on=["id"], how="left")'],
    [
      'groupby and groupBy',
      't.groupby("a").agg(F.count("b"))',
      't.groupBy(F.col("a")).agg(F.count(F.col("b")))',
    ],
    ['a formatted text', 't.where(f"a > {1}")', 't.where("a > 1")'],
    ['a dictionary that is unpacked', 't.fillna(**{"value": 0})', 't.fillna(value=0)'],
    [
      'a reduce that is written out',
      'reduce(lambda l, r: l.unionByName(r), [t, u, t])',
      't.unionByName(u).unionByName(t)',
    ],
  ])('%s', (_what, before, after) => {
    expect(isSame(rows(`return ${before}`), rows(`return ${after}`))).toBe(true);
  });

  test('code that cannot be read is the same as long as it says the same', () => {
    const odd = (comment: string) =>
      `@F.udf("string")\ndef word(text):\n    for one in text:${comment}\n        while one:\n            yield one\n\n\n${rows('return t.select(word("a"))')}`;
    expect(isSame(odd(''), odd('  # each'))).toBe(true);
    expect(isSame(odd(''), odd('').replace('yield one', 'yield text'))).toBe(false);
  });
});

describe('a function that computes something else', () => {
  test.each([
    ['a condition', 't.filter(F.col("a") > 1)', 't.filter(F.col("a") > 2)'],
    ['an operator', 't.filter(F.col("a") > 1)', 't.filter(F.col("a") >= 1)'],
    ['the order of a subtraction', 't.select(F.col("a") - F.col("b"))', 't.select(F.col("b") - F.col("a"))'],
    ['a column', 't.select("a")', 't.select("a", "b")'],
    ['a name', 't.select(F.col("a").alias("x"))', 't.select(F.col("a").alias("y"))'],
    ['a function', 't.select(F.upper("a"))', 't.select(F.lower("a"))'],
    ['an argument by name', 't.join(u, "id", how="left")', 't.join(u, "id", how="right")'],
    ['the side of a join', 't.join(u, "id", "left")', 'u.join(t, "id", "left")'],
    ['an input', 't.select("a")', 'u.select("a")'],
    ['the order of two steps', 't.limit(1).filter("a > 1")', 't.filter("a > 1").limit(1)'],
    ['a text in quotes of SQL', `t.where("a = 'x  y'")`, `t.where("a = 'x y'")`],
    ['a number that looks like a text', 't.where(F.col("a") == 1)', 't.where(F.col("a") == "1")'],
    ['a whole number and one with a point', 't.select(F.lit(1))', 't.select(F.lit(1.0))'],
    ['a product of numbers with a point', 't.select(F.lit(2 * 3))', 't.select(F.lit(2.0 * 3))'],
    ['a column and a text', 't.where(F.col("a") == "b")', 't.where(F.col("a") == F.col("b"))'],
  ])('%s', (_what, before, after) => {
    expect(isSame(rows(`return ${before}`), rows(`return ${after}`))).toBe(false);
  });

  const helper = (body: string) =>
    `LIMIT = 1\n\n\ndef large(some):\n    ${body}\n\n\n${rows('return large(t)')}`;
  test.each([
    ['a helper', helper('return some.filter(F.col("a") > 1)'), helper('return some.filter(F.col("a") > 9)')],
    [
      'a constant that a helper uses',
      helper('return some.limit(LIMIT)'),
      helper('return some.limit(LIMIT)').replace('= 1', '= 2'),
    ],
    [
      'the later of two definitions',
      `LIMIT = 1\n\n# COMMAND ----------\n\nLIMIT = 2\n\n\n${rows('return t.limit(LIMIT)')}`,
      `LIMIT = 1\n\n# COMMAND ----------\n\nLIMIT = 3\n\n\n${rows('return t.limit(LIMIT)')}`,
    ],
    [
      'a constant whose name stands at the beginning of a line of a later text',
      `LIMIT = 1\n\n# COMMAND ----------\n\nTEXT = """\nLIMIT = 1\n"""\n\n\n${rows('return t.limit(LIMIT)')}`,
      `LIMIT = 2\n\n# COMMAND ----------\n\nTEXT = """\nLIMIT = 1\n"""\n\n\n${rows('return t.limit(LIMIT)')}`,
    ],
    [
      'a constant that a class uses',
      `N = 1\n\n\nclass A:\n    n = N\n\n\n${rows('return t.limit(A.n)')}`,
      `N = 2\n\n\nclass A:\n    n = N\n\n\n${rows('return t.limit(A.n)')}`,
    ],
    [
      'the second of two targets',
      `M = N = 1\n\n\n${rows('return t.limit(N)')}`,
      `M = N = 2\n\n\n${rows('return t.limit(N)')}`,
    ],
    ['a branch', rows('if F.x:\n    return t\nreturn u'), rows('if F.x:\n    return u\nreturn t')],
    [
      'what an import stands for',
      `from a import f\n${rows('return f(t)')}`,
      `from b import f\n${rows('return f(t)')}`,
    ],
    [
      'a default',
      `def large(some, least=1):\n    return some.limit(least)\n\n\n${rows('return large(t)')}`,
      `def large(some, least=2):\n    return some.limit(least)\n\n\n${rows('return large(t)')}`,
    ],
    [
      'a loop that goes on',
      rows('for name in u.columns:\n    t = t.drop(name)\nreturn t'),
      rows('for name in u.columns:\n    t = t.drop(name, "x")\nreturn t'),
    ],
    [
      'a list that is changed where it stands',
      rows('names = ["a"]\nnames.append("b")\nreturn t.select(names)'),
      rows('names = ["a"]\nnames.append("c")\nreturn t.select(names)'),
    ],
    [
      'a dictionary that is changed where it stands',
      rows('names = {"x": F.lit(1)}\nnames["y"] = F.lit(2)\nreturn t.withColumns(names)'),
      rows('names = {"x": F.lit(1)}\nnames["y"] = F.lit(3)\nreturn t.withColumns(names)'),
    ],
    [
      'a try',
      rows('try:\n    return t\nexcept ValueError:\n    return u'),
      rows('try:\n    return t\nexcept ValueError:\n    return t'),
    ],
    [
      'an augmented name',
      rows('names = ["a"]\nnames += ["b"]\nreturn t.select(names)'),
      rows('names = ["a"]\nnames += ["c"]\nreturn t.select(names)'),
    ],
    [
      'a value that a function within takes when it is called',
      rows('n = 1\ndef first(some):\n    return some.limit(n)\n\nn = 2\nreturn first(t)'),
      rows('n = 1\ndef first(some):\n    return some.limit(n)\n\nn = 3\nreturn first(t)'),
    ],
    ['a walrus', rows('return t.limit((n := 1))'), rows('return t.limit((n := 2))')],
    [
      'code behind a with',
      rows('with open("x") as f:\n    n = 1\nreturn t.limit(n)'),
      rows('with open("x") as f:\n    n = 2\nreturn t.limit(n)'),
    ],
  ])('%s', (_what, before, after) => {
    expect(isSame(before, after)).toBe(false);
  });
});

test('a function that calls itself has an end', () => {
  const endless = `def again(t):\n    return again(t)\n\n\n${rows('return again(t)')}`;
  expect(isSame(endless, endless)).toBe(true);
});

test('tells nothing of a function that is not there', () => {
  const graph = new ExpressionGraph();
  const reader = new PythonReader(graph, new SparkCalls(graph, false), new NotebookSource(`${HEAD}rows = 1`));
  expect(reader.returned('rows', new Map())).toBeUndefined();
  expect(reader.returned('others', new Map())).toBeUndefined();
});
