import { loadSqlParser } from '../../../constructs/medallion/sources/sql';
import { columnTexts, computedColumns, rowTexts } from './computed-columns';

beforeAll(loadSqlParser);

/** What the one column `x` of rows is made of. */
const x = (returned: string, before?: string) => columnTexts(computedColumns(['x'], returned, before)).x;

describe('what a column of Spark is made of', () => {
  it.each([
    ['a column as it is', 'orders.select(F.col("id").alias("x"))', '= orders.id'],
    ['a column of its DataFrame', 'orders.select(orders["id"].alias("x"))', '= orders.id'],
    ['a column as an attribute', 'orders.select(orders.id.alias("x"))', '= orders.id'],
    ['a name in other letters', 'orders.select(F.col("ID").alias("X"))', '= orders.id'],
    ['a renamed column', 'orders.withColumnRenamed("id", "x")', '= orders.id'],
    [
      'what is left when others are dropped',
      'orders.withColumn("x", F.col("id")).drop("who", F.col("at"))',
      '= orders.id',
    ],
    ['several renamed columns', 'orders.withColumnsRenamed({"id": "x", "at": "y"})', '= orders.id'],
    ['all columns with new names', 'people.toDF("a", "x", "b")', '= people.name'],
    ['a column that is cast', 'people.toDF("x", "a", "b").select(F.col("x").cast("int"))', 'f people.who'],
    [
      'arithmetic',
      'orders.select((F.col("price") * 2 + F.col("id")).alias("x"))',
      'f orders.price, orders.id',
    ],
    [
      'a condition',
      'orders.select(F.when(F.col("price") > 1, "a").otherwise(F.col("id")).alias("x"))',
      'f orders.price, orders.id',
    ],
    ['a format, which is no column', 'orders.select(F.date_format("at", "id").alias("x"))', 'f orders.at'],
    ['a unit, which is no column', 'orders.select(F.date_trunc("id", "at").alias("x"))', 'f orders.at'],
    ['a path, which is no column', 'orders.select(F.get_json_object("id", "who").alias("x"))', 'f orders.id'],
    ['a text to search for', 'orders.select(F.locate("who", "id").alias("x"))', 'f orders.id'],
    ['a constant', 'orders.select(F.lit("id").alias("x"))', 'constant'],
    [
      'SQL',
      'orders.select(F.expr("coalesce(price, 0) + length(id)").alias("x"))',
      'f orders.price, orders.id',
    ],
    ['SQL with a name', 'orders.selectExpr("upper(id) AS x")', 'f orders.id'],
    ['SQL that is one column', 'orders.selectExpr("id AS x")', '= orders.id'],
    [
      'SQL with a parameter of its own',
      'orders.selectExpr("transform(tags, id -> concat(id, who)) AS x")',
      'f orders.tags, orders.who',
    ],
    [
      'a lambda of Python',
      'orders.select(F.transform("tags", lambda tag: F.concat(tag, F.col("who"))).alias("x"))',
      'f orders.tags, orders.who',
    ],
    [
      'a field of a struct',
      'orders.withColumn("both", F.struct("id", "at")).select(F.col("both.at").alias("x"))',
      '= orders.at',
    ],
    ['a struct as a whole', 'orders.select(F.struct("id", "at").alias("x"))', 'f orders.id, orders.at'],
    ['an aggregate', 'orders.groupBy("who").agg(F.sum("price").alias("x"))', 'f orders.price'],
    [
      'the key of a group',
      'orders.groupBy(F.col("who").alias("x")).agg(F.sum("price").alias("y"))',
      '= orders.who',
    ],
    ['an aggregate of all rows', 'orders.agg(F.max_by("id", "at").alias("x"))', 'f orders.id, orders.at'],
    [
      'a window',
      'orders.withColumn("x", F.row_number().over(Window.partitionBy("who").orderBy(F.desc("at"))))',
      'f orders.who, orders.at',
    ],
    ['a count of rows', 'orders.groupBy("who").agg(F.count("*").alias("x"))', 'f orders.(rows)'],
    ['a count of ones', 'orders.groupBy("who").agg(F.sum(F.lit(1)).alias("x"))', 'f orders.(rows)'],
    ['a count in SQL', 'orders.groupBy("who").agg(F.expr("count(*)").alias("x"))', 'f orders.(rows)'],
    [
      'a count by its short name',
      'orders.groupBy("who").count().withColumnRenamed("count", "x")',
      'f orders.(rows)',
    ],
    ['an exploded array', 'orders.select(F.explode("tags").alias("x"))', 'f orders.tags'],
    [
      'the later of two columns of a name',
      'orders.withColumn("x", F.col("id")).withColumn("x", F.col("who"))',
      '= orders.who',
    ],
    [
      'a column that replaces its own',
      'orders.withColumn("x", F.col("id")).withColumn("x", F.upper("x"))',
      'f orders.id',
    ],
    ['filled values', 'orders.select(F.col("id").alias("x")).fillna("none")', 'f orders.id'],
  ])('is told of %s', (_what, returned, expected) => {
    const [made] = Object.values(columnTexts(computedColumns(['x'], returned)));
    expect(made).toBe(expected);
  });

  it('follows names and helper functions of Python', () => {
    const before = 'def doubled(column):\n    return column * 2\nprice = F.col("price")';
    expect(x('orders.select(doubled(price).alias("x"))', before)).toBe('f orders.price');
  });

  it.each(['F.udf(str)', 'F.pandas_udf(str, "string")'])('takes the texts of %s for columns', (maker) => {
    expect(x('orders.select(mine("id", F.col("at")).alias("x"))', `mine = ${maker}`)).toBe(
      'f orders.id, orders.at',
    );
  });
});

describe('what two DataFrames together are made of', () => {
  it.each([
    [
      'the left side of a join',
      'orders.join(people, "who").select(F.col("price").alias("x"))',
      '= orders.price',
    ],
    [
      'the right side of a join',
      'orders.join(people, "who", "left").select(F.col("name").alias("x"))',
      '= people.name',
    ],
    [
      'the key of an inner join',
      'orders.join(people, "who").select(F.col("who").alias("x"))',
      '= orders.who',
    ],
    [
      'the key of a right join',
      'orders.join(people, ["who"], "right").select(F.col("who").alias("x"))',
      '= people.who',
    ],
    [
      'the key of a full join',
      'orders.join(people, ["who"], "outer").select(F.col("who").alias("x"))',
      '= orders.who, people.who',
    ],
    [
      'a name with its DataFrame',
      'orders.alias("o").join(people.alias("p"), F.col("o.who") == F.col("p.who")).select(F.col("p.who").alias("x"))',
      '= people.who',
    ],
    [
      'a column of one of two',
      'orders.join(people, orders.who == people.who).select(people.who.alias("x"))',
      '= people.who',
    ],
    [
      'all columns of one side',
      'orders.alias("o").join(people.alias("p"), F.col("o.who") == F.col("p.who")).select("p.*").withColumnRenamed("who", "x")',
      '= people.who',
    ],
    ['a product', 'orders.crossJoin(people.select(F.col("name").alias("x")))', '= people.name'],
    [
      'a semi join',
      'orders.select(F.col("id").alias("x"), "who").join(people, "who", "left_semi")',
      '= orders.id',
    ],
    [
      'a union by name',
      'orders.select(F.col("id").alias("x")).unionByName(people.select(F.col("name").alias("x")))',
      '= orders.id, people.name',
    ],
    [
      'a union by position',
      'orders.select(F.col("id").alias("x")).union(people.select("name"))',
      '= orders.id, people.name',
    ],
    [
      'columns without a name, by their position',
      'orders.select(F.upper("id"), F.col("who").alias("x")).union(people.select("name", F.lower("who")))',
      'f orders.who, people.who',
    ],
    [
      'a union of different columns',
      'orders.select("id").unionByName(people.select(F.col("name").alias("x")), allowMissingColumns=True)',
      '= people.name',
    ],
    ['a difference', 'orders.select(F.col("who").alias("x")).subtract(people.select("who"))', '= orders.who'],
  ])('is told of %s', (_what, returned, expected) => {
    expect(x(returned)).toBe(expected);
  });
});

describe('what is not followed', () => {
  it.each([
    [
      'a function from elsewhere',
      'orders.select(score(F.col("id")).alias("x"))',
      '? calls score, which is defined elsewhere',
    ],
    [
      'Python over groups',
      'orders.groupBy("who").applyInPandas(f, "x STRING")',
      '? groups rows and calls .applyInPandas(), which cannot be traced',
    ],
    [
      'Python over rows',
      'orders.mapInPandas(f, "x STRING")',
      '? calls .mapInPandas(), which cannot be traced',
    ],
    [
      'a pivot',
      'orders.groupBy("who").pivot("id").agg(F.sum("price").alias("x"))',
      '? groups rows and calls .pivot(), which cannot be traced',
    ],
    [
      'columns by a list that is not written out',
      'orders.select(*names())',
      '? selects columns whose names are not literals',
    ],
    [
      'a column by a computed name',
      'orders.select(F.col(name()).alias("x"))',
      '? selects a column by a name that is not a literal',
    ],
    [
      'a text with two meanings',
      'orders.select(F.nanvl("id", "at").alias("x"))',
      '? passes nanvl() a string that may be a column name or a value',
    ],
    [
      'columns that are dropped by a list',
      'orders.drop(*names())',
      '? drops columns whose names are not literals',
    ],
    [
      'a name from elsewhere',
      'orders.select((F.col("id") + OFFSET).alias("x"))',
      'f orders.id ? uses OFFSET, which is defined elsewhere',
    ],
    [
      'a text by the name of a parameter',
      'orders.select(F.lag("id", default="who").alias("x"))',
      'f orders.id ? passes lag() a string that may be a column name or a value',
    ],
    [
      'a value of all rows',
      'orders.withColumn("x", F.lit(people.count()))',
      '? is computed from all rows by .count()',
    ],
    [
      'another table',
      'spark.read.table("elsewhere").select("x")',
      '? reads elsewhere, which is not a dataset of this pipeline',
    ],
    ['a condition of Python', 'orders if flag() else people', '? rows depend on a Python condition'],
    ['a column that nothing makes', 'orders.select("id")', '? the origin of column x cannot be found'],
    [
      'SQL that reads a table',
      'orders.selectExpr("(SELECT max(name) FROM people) AS x")',
      '? selects columns whose names are not literals',
    ],
    [
      'several columns of one expression, combined by position',
      'orders.select(F.posexplode("tags"), F.col("id").alias("x")).union(people.select("who", "name"))',
      '? combines rows by position with unknown columns',
    ],
  ])('is said of %s, and not guessed', (_what, returned, expected) => {
    expect(x(returned)).toBe(expected);
  });

  it('leaves what is known beside it known', () => {
    const values = computedColumns(['id', 'x'], 'orders.select("id", score("price").alias("x"))');
    expect(columnTexts(values)).toEqual({
      id: '= orders.id',
      x: '? calls score, which is defined elsewhere',
    });
  });

  it('tells the origins that are known of a value with others', () => {
    expect(x('orders.select((F.col("price") + score("id")).alias("x"))')).toBe(
      'f orders.price ? calls score, which is defined elsewhere',
    );
  });
});

describe('what decides which rows there are', () => {
  it.each([
    ['a filter', 'orders.where(F.col("price") > 1)', ['filter: orders.price']],
    ['a filter in SQL', 'orders.filter("price > 1 AND id IS NOT NULL")', ['filter: orders.price, orders.id']],
    ['a join', 'orders.join(people, "who")', ['join: orders.who, people.who']],
    [
      'a join by a condition',
      'orders.join(people, orders.at > people.since, "left")',
      ['join: orders.at, people.since'],
    ],
    ['a semi join', 'orders.join(people, "who", "semi")', ['join: orders.who, people.who']],
    [
      'groups',
      'orders.groupBy("who", F.to_date("at")).agg(F.sum("price").alias("x"))',
      ['group: orders.who, orders.at'],
    ],
    ['distinct rows', 'orders.dropDuplicates(["id"])', ['deduplicate: orders.id']],
    [
      'a watermark',
      'orders.withWatermark("at", "7 days").dropDuplicatesWithinWatermark(["id"])',
      ['watermark: orders.at', 'deduplicate: orders.id'],
    ],
    ['an order', 'orders.orderBy(F.desc("at")).limit(3)', ['order: orders.at']],
    [
      'what is on both sides',
      'orders.select("who").intersect(people.select("who"))',
      ['compare: orders.who, people.who'],
    ],
    ['nothing', 'orders.select("id")', []],
  ])('is told of %s', (_what, returned, expected) => {
    expect(rowTexts(computedColumns([], returned))).toEqual(expected);
  });
});
