import { sqlTokens } from '../../../../tools/review/datasets/sql-text';

test.each([
  ['spaces and lines', 'SELECT a\n  FROM b', 'SELECT a FROM b'],
  ['letters of names and keywords', 'select A from B', 'SELECT a FROM b'],
  ['comments', 'SELECT a -- x\nFROM b /* y\nz */', 'SELECT a FROM b'],
  ['a semicolon at the end', 'SELECT 1;\n', 'SELECT 1'],
])('%s do not count', (_what, left, right) => {
  expect(sqlTokens(left)).toBe(sqlTokens(right));
});

test.each([
  ['texts', "SELECT 'A'", "SELECT 'a'"],
  ['spaces in texts', "SELECT 'a  b'", "SELECT 'a b'"],
  ['quoted names', 'SELECT `A`', 'SELECT `a`'],
  ['what looks like a comment in a text', "SELECT '--a'", "SELECT '--b'"],
  ['numbers', 'SELECT 1', 'SELECT 2'],
  ['operators', 'SELECT a < b', 'SELECT a > b'],
])('%s count', (_what, left, right) => {
  expect(sqlTokens(left)).not.toBe(sqlTokens(right));
});
