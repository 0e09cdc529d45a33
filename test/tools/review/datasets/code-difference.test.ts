import { codeDifference } from '../../../../tools/review/datasets/code-difference';
import { notebookFunctions } from '../../../../tools/review/datasets/notebook-functions';
import { operatorChangeText } from '../../../../tools/review/datasets/operator-changes';
import { datasetOf, type FixtureProject, fixtureProject, pipelineChange } from './pipeline-change-fixture';

/** What a change of the project does to the code of a dataset. */
function difference(name: string, edit: (project: FixtureProject) => void) {
  const { before, after } = pipelineChange(edit);
  const compared = {
    ...notebookFunctions(before?.notebooks ?? new Map(), after?.notebooks ?? new Map()),
    renamed: new Map(),
  };
  const edited = fixtureProject();
  edit(edited);
  return codeDifference(compared, datasetOf(fixtureProject(), name), datasetOf(edited, name));
}

/** The difference between two bodies of the function of a streaming table, which reads `events`. */
function between(before: string, after: string) {
  const file = 'notebooks/silver/users.py';
  const code = (body: string) => `def users(events: DataFrame) -> DataFrame:\n    return ${body}`;
  const was = fixtureProject();
  const is = fixtureProject();
  was.code[file] = code(before);
  is.code[file] = code(after);
  const [left, right] = [
    pipelineChange((project) => Object.assign(project.code, was.code)),
    pipelineChange((project) => Object.assign(project.code, is.code)),
  ];
  const compared = {
    ...notebookFunctions(left.after?.notebooks ?? new Map(), right.after?.notebooks ?? new Map()),
    renamed: new Map(),
  };
  return codeDifference(
    compared,
    datasetOf(was, 'silver_users_changes'),
    datasetOf(is, 'silver_users_changes'),
  );
}

const operators = (found: ReturnType<typeof between>) =>
  found.kind === 'operators' ? found.operators.map(operatorChangeText) : found.kind;

describe('what a stream remembers changes', () => {
  test.each([
    ['events.groupBy("a").count()', 'events.groupBy("a", "b").count()', ['grouping keys: a → a, b']],
    ['events.groupBy("a", "b").count()', 'events.groupBy("b", "a").count()', ['grouping keys: a, b → b, a']],
    [
      'events.groupBy("a").agg(F.sum("b"))',
      'events.groupBy("a").agg(F.max("b"))',
      ['aggregates of the aggregation: sum(b) → max(b)'],
    ],
    [
      'events.groupBy("a").agg(F.sum("b"))',
      'events.groupBy("a").agg(F.sum("b"), F.max("b"))',
      ['aggregates of the aggregation: none → max(b)'],
    ],
    [
      'events.groupBy("a").agg(F.sum("b"), F.max("b"))',
      'events.groupBy("a").agg(F.max("b"), F.sum("b"))',
      ['order of the aggregates of the aggregation: sum(b), max(b) → max(b), sum(b)'],
    ],
    [
      'events.select("a")',
      'events.select("a").distinct()',
      ['deduplication by all columns, unbounded was added'],
    ],
    ['events.groupBy("a").count()', 'events', ['aggregation by a: count was removed']],
    ['events.dropDuplicates(["a"])', 'events.dropDuplicates(["b"])', ['deduplication columns: a → b']],
    [
      'events.dropDuplicates(["a"])',
      'events.dropDuplicatesWithinWatermark(["a"])',
      ['deduplication: unbounded → within the watermark'],
    ],
    [
      'events.withWatermark("t", "1 hour")',
      'events.withWatermark("t", "2 hours")',
      ["delay of the watermark: '1 hour' → '2 hours'"],
    ],
    [
      'events.withWatermark("t", "1 hour")',
      'events.withWatermark("u", "1 hour")',
      ['column of the watermark: t → u'],
    ],
    ['events.join(events, "a")', 'events.join(events, "b")', ['join keys: a → b']],
    ['events.join(events, "a")', 'events.join(events, "a", "left")', ['join type: inner → left']],
    [
      'events.groupBy(F.window("t", "1 hour")).count()',
      'events.groupBy(F.window("t", "2 hours")).count()',
      ["grouping keys: window(t, '1 hour') → window(t, '2 hours')"],
    ],
    [
      'events.dropDuplicates(["a"]).groupBy("a").count()',
      'events.groupBy("a").count().dropDuplicates(["a"])',
      [
        'deduplication by a, unbounded, then aggregation by a: count → aggregation by a: count, then deduplication by a, unbounded',
      ],
    ],
    [
      'events.withColumn("a", F.upper("b")).groupBy("a").count()',
      'events.withColumn("a", F.lower("b")).groupBy("a").count()',
      ['aggregation by a: count, whose columns are computed differently'],
    ],
    [
      'events.selectExpr("upper(b) AS a").groupBy("a").count()',
      'events.selectExpr("lower(b) AS a").groupBy("a").count()',
      ['aggregation by a: count, whose columns are computed differently'],
    ],
    [
      'events.withColumn("x", F.col("b")).groupBy("a").agg(F.sum("x"))',
      'events.withColumn("x", F.col("b") * 2).groupBy("a").agg(F.sum("x"))',
      ['aggregation by a: sum(x), whose columns are computed differently'],
    ],
  ])('%s becomes %s', (before, after, changes) => {
    expect(operators(between(before, after))).toEqual(changes);
  });
});

test.each([
  ['a condition', 'events.where("a > 1")', 'events.where("a > 2")'],
  ['a column', 'events.select("a")', 'events.select("a", "b")'],
  [
    'what is made of an aggregate',
    'events.groupBy("a").agg(F.round(F.sum("b"), 1))',
    'events.groupBy("a").agg(F.round(F.sum("b"), 2))',
  ],
  [
    'the name of an aggregate',
    'events.groupBy("a").agg(F.sum("b").alias("x"))',
    'events.groupBy("a").agg(F.sum("b").alias("y"))',
  ],
  [
    'a column that is no key',
    'events.withColumn("z", F.lit(1)).groupBy("a").count()',
    'events.withColumn("z", F.lit(2)).groupBy("a").count()',
  ],
])('only rows differ: %s', (_what, before, after) => {
  expect(between(before, after)).toEqual({ kind: 'rows' });
});

test.each([
  ['events.mystery(1)', 'events.mystery(2)'],
  ['mystery(events)', 'mystery(events.where("a"))'],
  ['events.transform(mystery)', 'events.transform(other)'],
])('whether what is remembered changes cannot be told: %s', (before, after) => {
  expect(between(before, after).kind).toBe('unknown');
});

test('what is not known on both sides does not hide what is', () => {
  const mystery = (after: string) => `events.mystery(1)${after}`;
  expect(between(mystery(''), mystery('.where("a")')).kind).toBe('rows');
  expect(between(mystery(''), mystery('.distinct()')).kind).toBe('operators');
});

test('a shared function of the notebook changes all that call it', () => {
  const { before, after } = pipelineChange(() => {});
  const notebooks = new Map(after?.notebooks);
  notebooks.set(
    'silver.py',
    (notebooks.get('silver.py') ?? '').replace('dropDuplicatesWithinWatermark(keys)', 'dropDuplicates(keys)'),
  );
  const compared = { ...notebookFunctions(before?.notebooks ?? new Map(), notebooks), renamed: new Map() };
  const dataset = datasetOf(fixtureProject(), 'silver_events');
  expect(operators(codeDifference(compared, dataset, dataset))).toEqual([
    'deduplication: within the watermark → unbounded',
  ]);
});

test('a notebook without the function is not known', () => {
  const { before } = pipelineChange(() => {});
  const compared = { ...notebookFunctions(before?.notebooks ?? new Map(), new Map()), renamed: new Map() };
  const dataset = datasetOf(fixtureProject(), 'silver_events');
  expect(codeDifference(compared, dataset, dataset)).toEqual({
    kind: 'unknown',
    why: 'silver.py does not define silver_events after the deployment',
  });
});

test('a view is the same with other spaces, comments and letters', () => {
  const edit = (sql: string) => (project: FixtureProject) => {
    project.code['notebooks/gold/busy_users.sql'] = sql;
  };
  expect(
    difference('busy_users', edit('select user_id -- who\nfrom gold_daily where EVENTS > 100')).kind,
  ).toBe('none');
  expect(difference('busy_users', edit('SELECT user_id FROM gold_daily WHERE events > 99')).kind).toBe(
    'rows',
  );
  expect(
    difference('busy_users', edit("SELECT user_id FROM gold_daily WHERE events > 100 AND user_id <> 'A'"))
      .kind,
  ).toBe('rows');
});

test('rows of a quarantine that differ by its rules alone are told so', () => {
  const stricter = difference('bronze_events_quarantine', (project) => {
    const bronze = datasetOf(project, 'bronze_events');
    bronze.expectations = bronze.expectations.map((one) => ({
      ...one,
      rule: one.rule.replace('IS NOT NULL', "<> ''"),
    }));
  });
  expect(stricter).toEqual({ kind: 'rows', isByRules: true });
});
