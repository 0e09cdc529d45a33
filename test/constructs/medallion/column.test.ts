import {
  array,
  bigint,
  binary,
  boolean,
  date,
  ddlLines,
  decimal,
  double,
  int,
  map,
  sqlString,
  string,
  struct,
  timestamp,
} from '../../../constructs/medallion/column';

describe('a column as Spark DDL', () => {
  it.each([
    ['text', string('c'), 'STRING'],
    ['truth', boolean('c'), 'BOOLEAN'],
    ['a small number', int('c'), 'INT'],
    ['a large number', bigint('c'), 'BIGINT'],
    ['a fraction', double('c'), 'DOUBLE'],
    ['an amount', decimal(10, 2, 'c'), 'DECIMAL(10, 2)'],
    ['a day', date('c'), 'DATE'],
    ['a time', timestamp('c'), 'TIMESTAMP'],
    ['bytes', binary('c'), 'BINARY'],
    ['a list', array(string(''), 'c'), 'ARRAY<STRING>'],
    ['a lookup', map(string(''), bigint(''), 'c'), 'MAP<STRING, BIGINT>'],
    ['a record', struct({ x: int('X'), y: int('Y') }, 'c'), "STRUCT<x: INT COMMENT 'X', y: INT COMMENT 'Y'>"],
    [
      'a list of records that hold lists',
      array(
        struct({ tags: array(string(''), 'All tags'), at: struct({ x: int('X') }, "User's place") }, ''),
        'c',
      ),
      "ARRAY<STRUCT<tags: ARRAY<STRING> COMMENT 'All tags', at: STRUCT<x: INT COMMENT 'X'> COMMENT 'User\\'s place'>>",
    ],
  ])('for %s', (_, column, type) => {
    expect(ddlLines({ name: column })).toEqual([`name ${type} COMMENT 'c'`]);
  });
});

describe('text as a literal of Spark SQL', () => {
  it.each([
    ["it's", "'it\\'s'"],
    ['say "hello"', '\'say "hello"\''],
    ['a\\b', "'a\\\\b'"],
    ['two\nlines', "'two\\nlines'"],
    ['two\r\nlines', "'two\\r\\nlines'"],
  ])('%j', (text, literal) => {
    expect(sqlString(text)).toBe(literal);
  });
});
