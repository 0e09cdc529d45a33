import {
  array,
  bigint,
  binary,
  boolean,
  type Columns,
  date,
  ddlLines,
  decimal,
  double,
  int,
  map,
  personal,
  sqlString,
  string,
  struct,
  timestamp,
  withoutPersonalData,
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

describe('personal data', () => {
  const columns: Columns = {
    id: string('Customer'),
    ...personal({ name: string('Name'), city: string('City') }),
    orders: bigint('Orders'),
  };

  it('is marked column by column, and changes neither type nor comment', () => {
    expect(columns.name).toEqual({ ...string('Name'), personalData: true });
    expect(columns.id).toEqual(string('Customer'));
    expect(ddlLines(columns)).toEqual([
      "id STRING COMMENT 'Customer'",
      "name STRING COMMENT 'Name'",
      "city STRING COMMENT 'City'",
      "orders BIGINT COMMENT 'Orders'",
    ]);
  });

  it('can be left out, and the others stay as they are', () => {
    expect(withoutPersonalData(columns)).toEqual({ id: string('Customer'), orders: bigint('Orders') });
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
