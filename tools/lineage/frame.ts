import { type ColumnValue, computedFrom, isSameName, oneOf, unknownValue } from './column-value';

/** How a column decides which rows there are. */
export type RowUse =
  | 'filter'
  | 'join'
  | 'group'
  | 'deduplicate'
  | 'order'
  | 'watermark'
  | 'compare'
  | 'key'
  | 'version'
  | 'rule';

/** Columns that decide which rows there are. */
export interface RowDecision {
  readonly how: RowUse;
  readonly value: ColumnValue;
}

/** A column of rows that are computed, with what it is made of. */
export interface FrameColumn {
  readonly name: string;
  /** Names of DataFrames that it can be qualified with. */
  readonly qualifiers: readonly string[];
  readonly value: ColumnValue;
}

/** Rows as a function computes them: their columns, and what decides which rows there are. */
export interface Frame {
  readonly columns: readonly FrameColumn[];

  /** Why there may be columns that are not known, a reason each. */
  readonly gaps: readonly string[];
  readonly rows: readonly RowDecision[];

  /** Datasets that the rows are made of. */
  readonly tables: readonly string[];
}

/** Rows of which no column is known. */
export function unknownFrame(gap: string, ...from: readonly Frame[]): Frame {
  const { rows, tables } = sourceOf(...from);
  return { columns: [], gaps: [gap], rows: [...rows, { how: 'filter', value: unknownValue(gap) }], tables };
}

/** What several rows together are made of, and what decides which of them there are. */
export function sourceOf(...frames: readonly Frame[]): Pick<Frame, 'rows' | 'tables'> {
  return {
    rows: frames.flatMap(({ rows }) => rows),
    tables: [...new Set(frames.flatMap(({ tables }) => tables))],
  };
}

/** What the name of a column stands for, with all that qualifies it: `a`, `rows.a`, `a.field`. */
export function resolve({ columns, gaps }: Frame, path: readonly string[]): ColumnValue {
  const [first, second, ...rest] = path;
  const qualified = columns.filter(
    ({ name, qualifiers }) => isSameName(name, second) && qualifiers.some((each) => isSameName(each, first)),
  );
  if (qualified.length > 0) return fieldOf(columnsValue(qualified), rest);
  const named = columns.filter(({ name }) => isSameName(name, first));
  if (named.length > 0) return fieldOf(columnsValue(named), path.slice(1));
  return unknownValue(...(gaps.length > 0 ? gaps : [`nothing is seen to make a column ${path.join('.')}`]));
}

/** The columns that `*` or `rows.*` stands for. */
export function starColumns({ columns }: Frame, qualifier?: string): FrameColumn[] {
  return columns.filter(
    ({ qualifiers }) => qualifier === undefined || qualifiers.some((each) => isSameName(each, qualifier)),
  );
}

/** A field of a struct; all that the struct is made of if its fields are not known one by one. */
export function fieldOf(value: ColumnValue, path: readonly string[]): ColumnValue {
  const [field, ...rest] = path;
  if (field === undefined) return value;
  const [, known] = [...(value.fields ?? [])].find(([name]) => isSameName(name, field)) ?? [];
  return known ? fieldOf(known, rest) : computedFrom([value]);
}

/** The parts of a column's name; a part in backquotes may have dots. */
export function pathOf(name: string): string[] {
  const parts = name.match(/`[^`]*`|[^.`]+/g) ?? [name];
  return parts.map((part) => part.replaceAll('`', ''));
}

/** Columns of which the last one of a name holds. */
export function withColumns(columns: readonly FrameColumn[], added: readonly FrameColumn[]): FrameColumn[] {
  const isAdded = (name: string) => added.some((column) => isSameName(column.name, name));
  return [...columns.filter(({ name }) => !isAdded(name)), ...added];
}

function columnsValue(columns: readonly FrameColumn[]): ColumnValue {
  return oneOf(columns.map(({ value }) => value));
}
