import {
  columnsRead,
  loadSqlParser,
  readCondition,
  readQuery,
} from '../../../../constructs/medallion/sources/sql';

beforeAll(loadSqlParser);

describe('the columns of a condition', () => {
  it.each([
    ['id IS NOT NULL', ['id']],
    ['a > 1 AND b > a', ['a', 'b']],
    ["length(city) > 2 OR state IN ('NY', 'CA')", ['city', 'state']],
    ['address.street.number > 0', ['address']],
    ['tags[0] = 1', ['tags']],
    ['`a` > 1', ['a']],
    ['seen_at <= current_timestamp() + INTERVAL 1 DAY', ['seen_at']],
    ["CASE WHEN kind = 'a' THEN x ELSE y END", ['kind', 'x', 'y']],
    ['json_object_keys(value) IS NOT NULL', ['value']],
    ["name RLIKE '^[a-z]+$'", ['name']],
    ['duration::int BETWEEN 1 AND 10', ['duration']],
    ['true', []],
  ])('%s', (condition, columns) => {
    expect(readCondition(condition)).toEqual({ columns, tables: [] });
  });

  it.each([
    ['exists(tags, tag -> tag = wanted)', ['tags', 'wanted']],
    ['aggregate(prices, 0, (sum, price) -> sum + price) > total', ['prices', 'total']],
    ['x > 1 AND exists(tags, x -> x > 1)', ['x', 'tags']],
    ['exists(groups, g -> exists(g.tags, t -> t = g.name))', ['groups']],
  ])('without the parameters of a lambda: %s', (condition, columns) => {
    expect([...readCondition(condition).columns].sort()).toEqual([...columns].sort());
  });
});

describe('a condition that is not valid', () => {
  const ends = 'unexpected end of input, or an unmatched closing parenthesis.';

  it.each([
    ['a >', `'a >' is not valid Spark SQL: ${ends}`],
    ['(a > 1', `'(a > 1' is not valid Spark SQL: ${ends}`],
    ['a > 1)', `'a > 1)' is not valid Spark SQL: ${ends}`],
    ['a > 1 -- at least', `'a > 1 -- at least' is not valid Spark SQL: ${ends}`],
    ['a === 1', "'a === 1' is not valid Spark SQL, column 5: unexpected '='."],
    ["ä = 'é' AND > 1", "'ä = 'é' AND > 1' is not valid Spark SQL, column 13: unexpected '>'."],
    ['a b', "'a b' is not valid Spark SQL, column 3: unexpected 'b'."],
    ['a > 1; DROP TABLE x', "'a > 1; DROP TABLE x' is not valid Spark SQL, column 6: unexpected ';'."],
    ['a) WHERE (b', "'a) WHERE (b' is not valid Spark SQL, column 4: unexpected 'WHERE'."],
    ['', 'the condition is empty. Add one.'],
  ])('%s', (condition, problem) => {
    expect(readCondition(condition).problem).toBe(problem);
  });

  it('is told with line and column if it has several lines', () => {
    expect(readCondition('a > 1 AND\n  b > 1 AND\n  > 2').problem).toBe(
      "'a > 1 AND\n  b > 1 AND\n  > 2' is not valid Spark SQL, line 3, column 3: unexpected '>'.",
    );
  });

  it.each(['a, b', 'a), (b', 'a AS b', '*', 'a.*', 'a -> b'])('because it is not one: %s', (condition) => {
    expect(readCondition(condition).problem).toBe(
      `'${condition}' is not a single condition. Use an expression that is true or false.`,
    );
  });

  it.each(['id IN (SELECT id FROM users)', 'EXISTS (SELECT 1)', 'a > (SELECT max(a) FROM t)'])(
    'because it reads more than its row: %s',
    (condition) => {
      expect(readCondition(condition).problem).toBe(
        `'${condition}' reads a table, but a rule sees one row at a time. Compute the value in the function.`,
      );
    },
  );

  it.each(['count(*) > 1', 'max(price) > 2', 'row_number() OVER (PARTITION BY a) = 1'])(
    'because it looks at several rows: %s',
    (condition) => {
      expect(readCondition(condition).problem).toBe(
        `'${condition}' aggregates over rows, but a rule sees one row at a time. Compute the value in the function.`,
      );
    },
  );

  it.each(['greatest(a, b) > 1', 'array_max(xs) > 1', 'aggregate(xs, 0, (acc, x) -> acc + x) > n'])(
    'and takes what only sounds like it: %s',
    (condition) => {
      expect(readCondition(condition).problem).toBeUndefined();
    },
  );
});

describe('a query', () => {
  it.each([
    ['SELECT a, max(b) AS last FROM t GROUP BY a', ['t'], ['a', 'last']],
    ['SELECT t.a FROM t JOIN u ON t.id = u.id', ['t', 'u'], ['a']],
    ['WITH recent AS (SELECT a FROM t) SELECT a FROM recent', ['t'], ['a']],
    ['SELECT a FROM t UNION ALL SELECT a FROM u', ['t', 'u'], ['a']],
    ['SELECT a FROM (SELECT a FROM t) AS inner_query', ['t'], ['a']],
    ['SELECT a FROM dev.shop.t', ['dev.shop.t'], ['a']],
    ['SELECT a FROM t WHERE id IN (SELECT id FROM u)', ['t', 'u'], ['a']],
  ])('%s', (query, tables, output) => {
    const reading = readQuery(query);

    expect([...reading.tables].sort()).toEqual([...tables].sort());
    expect(reading.output).toEqual(output);
    expect(reading.problem).toBeUndefined();
  });

  it('with * does not say its columns', () => {
    expect(readQuery('SELECT * FROM t').output).toBeUndefined();
  });

  it('that is not valid is told with line and column', () => {
    expect(readQuery('SELECT a\nFROM t\nWHERE a >> > 1')).toMatchObject({
      line: 3,
      problem: expect.stringMatching(/^is not valid Spark SQL, column \d+: unexpected '>'\.$/),
    });
  });

  it.each(['DELETE FROM t', 'INSERT INTO t SELECT 1', 'DROP TABLE t', 'SELCT a FROM t'])(
    'is not what changes something, or nothing known: %s',
    (query) => {
      expect(readQuery(query).problem).toBeDefined();
    },
  );
});

describe('the columns that a query reads', () => {
  it.each([
    ['SELECT a AS b FROM t WHERE c = 1', ['a', 'c']],
    ['SELECT t.a FROM t JOIN u ON t.id = u.id', ['t', 'a', 'id', 'u']],
    ['WITH recent AS (SELECT a AS b FROM t) SELECT b FROM recent', ['a', 'b']],
    ['SELECT a FROM t WHERE id IN (SELECT user FROM u)', ['a', 'id', 'user']],
    ['SELECT exists(tags, tag -> tag = wanted) AS b FROM t', ['tags', 'wanted']],
    ['SELECT count(*) AS n FROM t', []],
    ['SELECT * FROM t', ['*']],
    ['SELECT t.*, u.a FROM t JOIN u USING (id)', ['*', 'u', 'a']],
    ['SELECT * EXCEPT (a) FROM t', ['*']],
    ['SELECT to_json(struct(*)) AS j FROM t', ['*']],
    ['SELECT FROM', []],
  ])('%s', (query, columns) => {
    expect(columnsRead(query).sort()).toEqual([...columns].sort());
  });
});
