/**
 * A column of a dataset: its Spark SQL type and what it means.
 *
 * @see https://spark.apache.org/docs/latest/sql-ref-datatypes.html
 */
export interface Column {
  /** Spark SQL type as DDL, e.g. `BIGINT` or `ARRAY<STRING>`. */
  readonly type: string;
  /** What the column holds, with its unit. Shown in the catalog. */
  readonly comment: string;
  /**
   * Whether the column holds personal data, such as a name or an address.
   * @default false
   */
  readonly personalData?: boolean;
}

/** Columns by name, in the order of the table. */
export type Columns = Readonly<Record<string, Column>>;

/** Text, including identifiers. */
export const string = (comment: string): Column => ({ type: 'STRING', comment });

/** True or false. */
export const boolean = (comment: string): Column => ({ type: 'BOOLEAN', comment });

/** 32-bit integer. */
export const int = (comment: string): Column => ({ type: 'INT', comment });

/** 64-bit integer. */
export const bigint = (comment: string): Column => ({ type: 'BIGINT', comment });

/** 64-bit floating-point number. */
export const double = (comment: string): Column => ({ type: 'DOUBLE', comment });

/** Exact decimal number of `precision` digits, `scale` of them after the point. */
export const decimal = (precision: number, scale: number, comment: string): Column => ({
  type: `DECIMAL(${precision}, ${scale})`,
  comment,
});

/** Calendar date without a time. */
export const date = (comment: string): Column => ({ type: 'DATE', comment });

/** Point in time, in microseconds. */
export const timestamp = (comment: string): Column => ({ type: 'TIMESTAMP', comment });

/** Bytes. */
export const binary = (comment: string): Column => ({ type: 'BINARY', comment });

/** List of values of one type. Spark's DDL cannot express the comment of `element`, so it is not rendered. */
export const array = (element: Column, comment: string): Column => ({
  type: `ARRAY<${element.type}>`,
  comment,
});

/** Key-value pairs. Spark's DDL cannot express the comments of `key` and `value`, so they are not rendered. */
export const map = (key: Column, value: Column, comment: string): Column => ({
  type: `MAP<${key.type}, ${value.type}>`,
  comment,
});

/** Record of named fields, each with its own comment. */
export const struct = (fields: Columns, comment: string): Column => ({
  type: `STRUCT<${Object.entries(fields)
    .map(([name, field]) => `${name}: ${field.type} COMMENT ${sqlString(field.comment)}`)
    .join(', ')}>`,
  comment,
});

/** Mark columns as personal data: they are tagged in the catalog and hidden from analysts. */
export const personal = (columns: Columns): Columns =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, { ...column, personalData: true }]),
  );

/** Return the columns that hold no personal data, in their order. */
export const withoutPersonalData = (columns: Columns): Columns =>
  Object.fromEntries(Object.entries(columns).filter(([, { personalData }]) => !personalData));

/** Return columns as lines of Spark DDL: `date DATE COMMENT 'UTC day'`. */
export function ddlLines(columns: Columns): string[] {
  return Object.entries(columns).map(
    ([name, column]) => `${name} ${column.type} COMMENT ${sqlString(column.comment)}`,
  );
}

/** Return a Spark SQL string literal. */
export function sqlString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}
