import { loadSqlParser } from '../../../constructs/medallion/sources/sql';
import { columnTexts, rowTexts, viewedColumns } from './computed-columns';

beforeAll(loadSqlParser);

describe('what a column of a published view is made of', () => {
  it.each([
    ['a column', 'SELECT id AS x FROM orders', '= orders.id'],
    [
      'a column of one of two tables',
      'SELECT p.who AS x FROM orders o JOIN people p ON o.who = p.who',
      '= people.who',
    ],
    [
      'a column that only one table has',
      'SELECT name AS x FROM orders JOIN people USING (who)',
      '= people.name',
    ],
    ['a computed value', 'SELECT upper(id) || who AS x FROM orders', 'f orders.who, orders.id'],
    [
      'a common table expression',
      'WITH a AS (SELECT id AS i FROM orders) SELECT i AS x FROM a',
      '= orders.id',
    ],
    ['a subquery', 'SELECT i AS x FROM (SELECT max(price) AS i FROM orders)', 'f orders.price'],
    ['a union', 'SELECT id AS x FROM orders UNION ALL SELECT name FROM people', '= orders.id, people.name'],
    [
      'a parameter of a lambda',
      'SELECT transform(tags, t -> concat(t, who)) AS x FROM orders',
      'f orders.who, orders.tags',
    ],
    ['a constant', "SELECT 'id' AS x FROM orders", 'constant'],
    [
      'a column that no table has',
      'SELECT nothing AS x FROM orders',
      '? is computed by SQL that cannot be traced',
    ],
  ])('is told of %s', (_what, query, expected) => {
    expect(columnTexts(viewedColumns(['x'], query)).x).toBe(expected);
  });

  it('is told of every column of *', () => {
    expect(columnTexts(viewedColumns(['who', 'name', 'since'], 'SELECT * FROM people'))).toEqual({
      who: '= people.who',
      name: '= people.name',
      since: '= people.since',
    });
  });

  it('counts the rows of the one table that is read', () => {
    expect(columnTexts(viewedColumns(['x'], 'SELECT count(*) AS x FROM orders', ['orders'])).x).toBe(
      'f orders.(rows)',
    );
  });

  it('does not guess which rows are counted of several tables', () => {
    const query = 'SELECT count(*) AS x FROM orders JOIN people USING (who)';
    expect(columnTexts(viewedColumns(['x'], query)).x).toBe('? is computed by SQL that cannot be traced');
  });
});

describe('what decides which rows a published view has', () => {
  it.each([
    ['a condition', 'SELECT id FROM orders WHERE price > 1', ['filter: orders.price']],
    ['a join', 'SELECT id FROM orders o JOIN people p ON o.who = p.who', ['join: orders.who, people.who']],
    [
      'groups and their condition',
      'SELECT who FROM orders GROUP BY who HAVING max(price) > 1',
      ['filter: orders.price', 'group: orders.who'],
    ],
    [
      'groups by position',
      'SELECT who, to_date(at) FROM orders GROUP BY 1, 2',
      ['group: orders.who, orders.at'],
    ],
    ['groups by another name', 'SELECT to_date(at) AS day FROM orders GROUP BY day', ['group: orders.at']],
    ['an order', 'SELECT id FROM orders ORDER BY at DESC LIMIT 3', ['order: orders.at']],
    ['distinct rows', 'SELECT DISTINCT who FROM orders', ['deduplicate: orders.who']],
    ['nothing', 'SELECT id FROM orders', []],
    [
      'several queries, which are not followed',
      'SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM people)',
      ['filter: ? consists of several queries, so its rows cannot be traced'],
    ],
    [
      'groups by all, which is not followed',
      'SELECT who, max(price) FROM orders GROUP BY ALL',
      ['group: ? groups by ALL, which cannot be traced'],
    ],
  ])('is told of %s', (_what, query, expected) => {
    expect(rowTexts(viewedColumns([], query))).toEqual(expected);
  });
});
