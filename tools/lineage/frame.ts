import { type ColumnValue, computedFrom, isSameName, oneOf, unknownValue } from './column-value';

/** How a column determines the rows of a frame. */
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

/** Origins that determine the rows of a frame. */
export interface RowDecision {
  readonly how: RowUse;
  readonly value: ColumnValue;
}

/** A column of a frame with its origins. */
export interface FrameColumn {
  readonly name: string;
  /** Names of DataFrames that can qualify it. */
  readonly qualifiers: readonly string[];
  readonly value: ColumnValue;
}

/** The traced result of a DataFrame expression: its columns and what determines its rows. */
export interface Frame {
  readonly columns: readonly FrameColumn[];

  /** Reasons why there may be unknown columns. */
  readonly gaps: readonly string[];
  readonly rows: readonly RowDecision[];

  /** Datasets that the rows come from. */
  readonly tables: readonly string[];
}

/** A frame without known columns. */
export function unknownFrame(gap: string, ...from: readonly Frame[]): Frame {
  const { rows, tables } = sourceOf(...from);
  return { columns: [], gaps: [gap], rows: [...rows, { how: 'filter', value: unknownValue(gap) }], tables };
}

/** The combined parts of several frames. */
export function sourceOf(...frames: readonly Frame[]): Pick<Frame, 'rows' | 'tables'> {
  return {
    rows: frames.flatMap(({ rows }) => rows),
    tables: [...new Set(frames.flatMap(({ tables }) => tables))],
  };
}

/** Resolves a column name with its qualifiers: `a`, `rows.a`, `a.field`. */
export function resolve({ columns, gaps }: Frame, path: readonly string[]): ColumnValue {
  const [first, second, ...rest] = path;
  const qualified = columns.filter(
    ({ name, qualifiers }) => isSameName(name, second) && qualifiers.some((each) => isSameName(each, first)),
  );
  if (qualified.length > 0) return fieldOf(columnsValue(qualified), rest);
  const named = columns.filter(({ name }) => isSameName(name, first));
  if (named.length > 0) return fieldOf(columnsValue(named), path.slice(1));
  return unknownValue(
    ...(gaps.length > 0 ? gaps : [`the origin of column ${path.join('.')} cannot be found`]),
  );
}

/** The columns selected by `*` or `rows.*`. */
export function starColumns({ columns }: Frame, qualifier?: string): FrameColumn[] {
  return columns.filter(
    ({ qualifiers }) => qualifier === undefined || qualifiers.some((each) => isSameName(each, qualifier)),
  );
}

/** A field of a struct; the origins of the whole struct if its fields are unknown. */
export function fieldOf(value: ColumnValue, path: readonly string[]): ColumnValue {
  const [field, ...rest] = path;
  if (field === undefined) return value;
  const [, known] = [...(value.fields ?? [])].find(([name]) => isSameName(name, field)) ?? [];
  return known ? fieldOf(known, rest) : computedFrom([value]);
}

/** The parts of a column name; parts in backquotes may contain dots. */
export function pathOf(name: string): string[] {
  const parts = name.match(/`[^`]*`|[^.`]+/g) ?? [name];
  return parts.map((part) => part.replaceAll('`', ''));
}

/** Columns without duplicates; the last one of a name wins. */
export function withColumns(columns: readonly FrameColumn[], added: readonly FrameColumn[]): FrameColumn[] {
  const isAdded = (name: string) => added.some((column) => isSameName(column.name, name));
  return [...columns.filter(({ name }) => !isAdded(name)), ...added];
}

function columnsValue(columns: readonly FrameColumn[]): ColumnValue {
  return oneOf(columns.map(({ value }) => value));
}
