import { expressionText } from '../../../../tools/analysis/python/expression-text';
import { aggregatesOf, definitionsOf } from '../../../../tools/analysis/python/spark-columns';
import { FunctionReading } from './python-function-fixture';

const read = new FunctionReading();

test.each([
  ['F.sum("a")', ['sum(a)']],
  ['F.round(F.sum("a") / F.count("b"), 2).alias("c")', ['sum(a)', 'count(b)']],
  ['F.upper("a")', []],
  ['F.expr("max(a)")', ['max(a)']],
  ['F.expr("maximum(a)")', []],
  ['F.sum("a").over(Window.partitionBy("b"))', []],
])('the aggregates of %s are %j', (column, aggregates) => {
  expect(aggregatesOf(read.expression(column)).map(expressionText)).toEqual(aggregates);
});

test.each([
  ['t.withColumn("a", F.upper("b"))', ['upper(b)']],
  ['t.withColumn("a", F.upper("b")).where("a")', ['upper(b)']],
  ['t.withColumn("b", F.lower("c")).withColumn("a", F.upper("b"))', ['upper(b)', 'lower(c)']],
  ['t.select(F.upper("b").alias("A"))', ['upper(b)']],
  ['t.selectExpr("upper(b) AS a")', ['upper(b) AS a']],
  ['t.select("a")', []],
  ['t.withColumn("b", F.upper("c")).withColumnRenamed("b", "a")', ['upper(c)']],
  ['t.unionByName(u.withColumn("a", F.lit(1)))', ['lit(1)']],
  ['t.join(u.withColumn("a", F.lit(1)), "x")', ['lit(1)']],
  ['t.withColumn("a", F.lit(1)).groupBy("a").agg(F.count("b"))', []],
])('a of %s is computed from %j', (rows, definitions) => {
  expect(definitionsOf(read.expression('F.col("a")'), read.expression(rows)).map(expressionText)).toEqual(
    definitions,
  );
});

test('columns that are computed from each other again and again have an end', () => {
  const steps = Array.from({ length: 30 }, () => '.withColumn("a", F.col("a") + F.col("a"))').join('');
  expect(definitionsOf(read.expression('F.col("a")'), read.expression(`t${steps}`)).length).toBeGreaterThan(
    0,
  );
});
