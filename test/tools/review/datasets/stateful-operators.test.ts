import { ExpressionGraph } from '../../../../tools/analysis/python/expression-graph';
import { NotebookSource } from '../../../../tools/analysis/python/notebook-source';
import { PythonReader } from '../../../../tools/analysis/python/python-reader';
import { SparkCalls } from '../../../../tools/analysis/python/spark-calls';
import { operatorText, statefulOperators } from '../../../../tools/review/datasets/stateful-operators';

const HEAD = 'from pyspark.sql import functions as F, Window\n\n# COMMAND ----------\n\n';

/** What is remembered for the rows that an expression of two streams `s` and `r` and a table `t` returns. */
function reading(returned: string) {
  const graph = new ExpressionGraph();
  const code = `${HEAD}def rows():\n    s = spark.readStream.table("s")\n    r = spark.readStream.table("r")\n    t = spark.read.table("t")\n    return ${returned}\n`;
  const root = new PythonReader(graph, new SparkCalls(graph, false), new NotebookSource(code)).returned(
    'rows',
    new Map(),
  );
  if (!root) throw new Error('not read');
  return statefulOperators(root);
}

test.each([
  ['s.groupBy("a", "b").agg(F.count("c"))', ['aggregation by a, b: count(c)']],
  ['s.groupBy("a").agg(F.round(F.sum("c"), 2).alias("x"), F.max("d"))', ['aggregation by a: sum(c), max(d)']],
  ['s.groupBy("a").count()', ['aggregation by a: count']],
  ['s.agg(F.max("c"))', ['aggregation of all rows: max(c)']],
  ['s.select(F.max("c"))', ['aggregation of all rows: max(c)']],
  ['s.selectExpr("max(c) AS c")', ['aggregation of all rows: max(c) AS c']],
  ['s.groupBy(F.window("time", "1 hour")).count()', ["window by window(time, '1 hour'): count"]],
  ['s.groupBy("a").pivot("b").agg(F.sum("c"))', ["aggregation by a, 'b': sum(c)"]],
  ['s.dropDuplicates(["a"])', ['deduplication by a, unbounded']],
  ['s.distinct()', ['deduplication by all columns, unbounded']],
  [
    's.withWatermark("time", "1 hour").dropDuplicatesWithinWatermark(["a"])',
    ['watermark of time: 1 hour', 'deduplication by a, within the watermark'],
  ],
  ['s.join(r, "id", "left")', ['left join on id']],
  ['s.join(r, F.col("a") == F.col("b"))', ['inner join on a == b']],
  ['s.limit(3)', ['limit of 3']],
  ['s.groupBy("a").applyInPandas(print, "a INT")', ["applyInPandas of a, print, 'a INT'"]],
  ['s.where("a > 1").withColumn("b", F.upper("a")).select("a", "b").drop("b")', []],
  ['s.select(F.explode("c"))', []],
])('%s remembers %j', (returned, operators) => {
  expect(reading(returned).operators.map(operatorText)).toEqual(operators);
  expect(reading(returned).unread).toEqual([]);
});

test('a look-up in a table remembers nothing of a stream, whatever the table is computed by', () => {
  expect(reading('s.join(t.groupBy("a").count(), "a")').operators).toEqual([]);
});

test('of tables all operators are told', () => {
  expect(reading('t.groupBy("a").count().join(t, "a")').operators.map(operatorText)).toEqual([
    'aggregation by a: count',
    'inner join on a',
  ]);
});

test('streams are told in the order in which they are read', () => {
  expect(reading('s.unionByName(r).join(t, "a")').streams).toEqual(["'s'", "'r'"]);
  expect(reading('r.unionByName(s)').streams).toEqual(["'r'", "'s'"]);
});

test('a topic is told with what says which it is, and not with how it is read', () => {
  const read = (options: string) =>
    reading(`spark.readStream.format("kafka").options(${options}).load()`).streams;
  expect(read('subscribe="a", maxOffsetsPerTrigger="10"')).toEqual(read('subscribe="a"'));
  expect(read('subscribe="a"')).not.toEqual(read('subscribe="b"'));
});

test.each(['unknown(s)', 's.mystery()', 's if F.x else r', 's.transform(unknown)', 'spark.sql("SELECT 1")'])(
  'what %s does is not known',
  (returned) => {
    expect(reading(returned).unread.length).toBeGreaterThan(0);
  },
);

test('functions that use a DataFrame often and again have an end', () => {
  const steps = Array.from(
    { length: 40 },
    (_, index) => `    s${index + 1} = s${index}.unionByName(s${index})\n`,
  ).join('');
  const graph = new ExpressionGraph();
  const code = `${HEAD}def rows():\n    s0 = spark.readStream.table("s")\n${steps}    return s40\n`;
  const root = new PythonReader(graph, new SparkCalls(graph, false), new NotebookSource(code)).returned(
    'rows',
    new Map(),
  );
  expect(root && statefulOperators(root).unread).toHaveLength(1);
});
