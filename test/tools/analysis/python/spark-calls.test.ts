import { spaced } from '../../../../tools/analysis/python/spark-calls';
import { FunctionReading } from './python-function-fixture';

const read = new FunctionReading();

test.each([
  ['t.where("a > 1")', 't.filter(condition="a > 1")'],
  ['t.where("a")', 't.where(F.col("a"))'],
  ['t.select("a", "b")', 't.select(["b", F.col("a")])'],
  ['t.selectExpr("a")', 't.select("a")'],
  ['t.selectExpr("a  AS b")', 't.select(F.expr("a AS b"))'],
  ['t.groupby(["a"]).mean("b")', 't.groupBy("a").avg("b")'],
  ['t.sort("a")', 't.orderBy(F.column("a"))'],
  ['t.distinct()', 't.drop_duplicates()'],
  ['t.dropDuplicates(subset=["a"])', 't.drop_duplicates(["a"])'],
  ['t.join(u, "a")', 't.join(u, on=["a"], how="inner")'],
  ['t.join(u, "a", "outer")', 't.join(u, "a", "full")'],
  ['t.crossJoin(u)', 't.join(u, how="cross")'],
  ['t.union(u)', 't.unionAll(u)'],
  ['t.withColumn("a", x)', 't.withColumns({"a": x})'],
  ['F.sum("a")', 'F.sum(F.col("a"))'],
  ['F.mean("a")', 'F.avg("a")'],
  ['F.countDistinct("a")', 'F.count_distinct("a")'],
  ['F.to_date("a", "y")', 'F.to_date(F.col("a"), "y")'],
  ['F.col("a").astype("int")', 'F.col("a").cast("int")'],
  ['F.sum("a").over(Window.partitionBy("b"))', 'F.sum("a").over(window=Window.partitionBy([F.col("b")]))'],
])('%s is %s', (left, right) => {
  expect(read.expression(left)).toBe(read.expression(right));
});

test.each([
  ['F.lit("a")', 'F.lit(F.col("a"))'],
  ['F.to_date("a", "y")', 'F.to_date("a", F.col("y"))'],
  ['F.concat_ws("a", "b")', 'F.concat_ws(F.col("a"), "b")'],
  ['t.union(u)', 't.unionByName(u)'],
  ['t.groupBy("a", "b")', 't.groupBy("b", "a")'],
  ['t.join(u, "a")', 't.join(u, "a", "mystery")'],
  ['t.fillna(0, ["a"])', 't.fillna(0, ["b"])'],
])('%s is not %s', (left, right) => {
  expect(read.expression(left)).not.toBe(read.expression(right));
});

test('the order of columns counts where something goes by their place', () => {
  const ordered = new FunctionReading(true);
  expect(ordered.expression('t.select("a", "b")')).not.toBe(ordered.expression('t.select("b", "a")'));
});

test.each([
  ['a   =\n 1', 'a = 1'],
  ["a = 'x  y'", "a = 'x  y'"],
  ['`a  b` = 1', '`a  b` = 1'],
  ['a -- one\n= 1', 'a -- one\n= 1'],
  ["a = 'it''s  so'", "a = 'it''s  so'"],
])('%j has single spaces as %j', (sql, text) => {
  expect(spaced(sql)).toBe(text);
});
