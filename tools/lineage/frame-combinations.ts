import type { ColumnExpressions } from './column-expressions';
import { type ColumnValue, computedFrom, isSameName, oneOf } from './column-value';
import { type Frame, type FrameColumn, type RowDecision, resolve, sourceOf, unknownFrame } from './frame';
import type { Expression } from './notebook-expressions';

/** Joins that return no columns of their right side. */
const LEFT_ALONE = /^left_(semi|anti)$/;

/**
 * The frame of a join.
 *
 * @param type the join type
 * @param on names of common columns, or conditions; undefined for a cross join
 */
export function joined(
  left: Frame,
  right: Frame,
  type: Expression | undefined,
  on: Expression | undefined,
  expressions: ColumnExpressions,
): Frame {
  const how = type?.kind === 'text' ? type.label : undefined;
  if (how === undefined) return unknownFrame('uses a join type that is not a literal', left, right);
  const both = { columns: [...left.columns, ...right.columns], gaps: [...left.gaps, ...right.gaps] };
  const source = sourceOf(left, right);
  const shared = on?.kind === 'list' ? on.children : undefined;
  const isByName = shared?.every(({ kind }) => kind === 'column') ?? false;
  if (!shared || !isByName) {
    const frame = { ...both, ...source };
    const condition: RowDecision[] = on ? [{ how: 'join', value: expressions.value(on, frame) }] : [];
    const { rows, tables } = source;
    return { ...(LEFT_ALONE.test(how) ? left : frame), tables, rows: [...rows, ...condition] };
  }
  const names = shared.map(({ label }) => label);
  const decisions = names.map(
    (name): RowDecision => ({
      how: 'join',
      value: computedFrom([resolve(left, [name]), resolve(right, [name])]),
    }),
  );
  const decided = { ...source, rows: [...source.rows, ...decisions] };
  if (LEFT_ALONE.test(how)) return { ...left, ...decided };
  const keys = names.map((name) => keyColumn(name, how, left, right));
  const isKey = ({ name }: FrameColumn) => names.some((each) => isSameName(each, name));
  return {
    columns: [...keys, ...both.columns.filter((column) => !isKey(column))],
    gaps: both.gaps,
    ...decided,
  };
}

/** The single remaining column of an equi-join by name. */
function keyColumn(name: string, how: string, left: Frame, right: Frame): FrameColumn {
  const [ofLeft, ofRight] = [resolve(left, [name]), resolve(right, [name])];
  const value = how === 'right' ? ofRight : how === 'full' ? oneOf([ofLeft, ofRight]) : ofLeft;
  return { name, qualifiers: [], value };
}

/** The frame of a union or set operation, by position or by name. */
export function united(method: string, left: Frame, right: Frame, args: readonly Expression[]): Frame {
  const source = sourceOf(left, right);
  if (method === 'unionByName') return { ...unitedByName(left, right, mayLack(args)), ...source };
  const isKnown = left.gaps.length + right.gaps.length === 0 && left.columns.length === right.columns.length;
  if (!isKnown) return unknownFrame('combines rows by position with unknown columns', left, right);
  const pairs = left.columns.map((column, index) => [column, right.columns[index]?.value] as const);
  if (method === 'union') {
    const columns = pairs.map(([column, other]) =>
      merged(column, other ? [column.value, other] : [column.value]),
    );
    return { columns, gaps: [], ...source };
  }
  const compared = computedFrom(pairs.flatMap(([{ value }, other]) => (other ? [value, other] : [value])));
  return { ...left, ...source, rows: [...source.rows, { how: 'compare', value: compared }] };
}

function unitedByName(left: Frame, right: Frame, mayBeMissing: boolean): Pick<Frame, 'columns' | 'gaps'> {
  const find = (frame: Frame, name: string) => frame.columns.find((column) => isSameName(column.name, name));
  const columns = left.columns.map((column) => {
    const other = find(right, column.name);
    if (other) return merged(column, [column.value, other.value]);
    // The right side may have columns that are unknown.
    return right.gaps.length > 0
      ? merged(column, [column.value, { ...column.value, gaps: right.gaps }])
      : column;
  });
  const added = right.columns.filter(({ name }) => !find(left, name));
  return {
    columns:
      mayBeMissing || left.gaps.length > 0
        ? [...columns, ...added.map((each) => merged(each, [each.value]))]
        : columns,
    gaps: [...left.gaps, ...right.gaps],
  };
}

/** Whether a union allows missing columns. */
function mayLack([argument]: readonly Expression[]): boolean {
  const value = argument?.kind === 'keyword' ? argument.children[0] : argument;
  return value !== undefined && value.label !== 'False';
}

function merged({ name }: FrameColumn, values: readonly ColumnValue[]): FrameColumn {
  return { name, qualifiers: [], value: oneOf(values) };
}
