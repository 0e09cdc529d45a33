import { ColumnExpressions, type FrameReader, FUNCTIONS, pythonName } from './column-expressions';
import { type ColumnValue, computedFrom, countOf, isSameName } from './column-value';
import {
  type Frame,
  type FrameColumn,
  pathOf,
  type RowUse,
  starColumns,
  unknownFrame,
  withColumns,
} from './frame';
import { joined, united } from './frame-combinations';
import type { Expression } from './notebook-expressions';

const READER = /^builtins\.spark\.(read|readStream)\.table$|^builtins\.spark\.table$/;
const OPTIONED_READER = /^builtins\.spark\.(read|readStream)\./;

/** Methods that keep rows unchanged, or reduce them independently of columns. */
const KEEPS_ROWS =
  /^(hint|coalesce|repartition|cache|persist|unpersist|sample|limit|offset|checkpoint|localCheckpoint)$/;

const GROUPS = /^(groupBy|rollup|cube)$/;

/** Resolves DataFrame expressions to frames: their columns and the origins of each. */
export class DataFrames implements FrameReader {
  private readonly columns = new ColumnExpressions(this);
  private readonly known = new Map<Expression, Frame>();

  /** @param tableOf returns the frame of a dataset by name */
  constructor(private readonly tableOf: (name: string) => Frame) {}

  isFrame({ kind, label, children }: Expression): boolean {
    const [owner] = children;
    switch (kind) {
      case 'call':
        return (
          READER.test(label) ||
          (label === `${FUNCTIONS}broadcast` && owner !== undefined && this.isFrame(owner))
        );
      case 'method':
        return owner !== undefined && (this.isFrame(owner) || this.isReader(owner, label));
      case 'member':
        return label === 'na' && owner !== undefined && this.isFrame(owner);
      case 'conditional':
        return children.slice(1).some((child) => this.isFrame(child));
      default:
        return false;
    }
  }

  frameOf(expression: Expression): Frame {
    const known = this.known.get(expression) ?? this.read(expression);
    this.known.set(expression, known);
    return known;
  }

  private read(expression: Expression): Frame {
    const { kind, label, children } = expression;
    const [owner, ...args] = children;
    if (kind === 'call' && READER.test(label)) return this.table(owner);
    if (!owner || !this.isFrame(expression)) return unknownFrame(whatIsNotFollowed(expression));
    if (kind === 'conditional') return unknownFrame('rows depend on a Python condition');
    if (kind !== 'method') return this.frameOf(owner);
    return this.isReader(owner, label) ? this.table(args[0]) : this.method(label, owner, args);
  }

  /** Whether `.table()` is called on a reader with options. */
  private isReader(owner: Expression, method: string): boolean {
    let root = owner;
    while (root.kind === 'method' && root.children[0]) root = root.children[0];
    return method === 'table' && root.kind === 'call' && OPTIONED_READER.test(root.label);
  }

  private table(name: Expression | undefined): Frame {
    return name?.kind === 'text'
      ? this.tableOf(name.label)
      : unknownFrame('reads a table whose name is not a literal');
  }

  private method(name: string, owner: Expression, args: readonly Expression[]): Frame {
    if (owner.kind === 'method' && GROUPS.test(owner.label)) return this.aggregated(name, owner, args);
    const frame = this.frameOf(owner);
    const [first, second, third] = args;
    switch (name) {
      case 'select':
        return this.selected(frame, args);
      case 'withColumns':
        return this.extended(frame, first);
      case 'withColumnRenamed':
      case 'withColumnsRenamed':
        return this.renamed(frame, args);
      case 'drop':
        if (owner.kind === 'member') return this.decided(frame, 'filter', all(frame));
        return this.without(frame, args);
      case 'toDF':
        return this.positionallyNamed(frame, args);
      case 'alias': {
        const qualifiers = first?.kind === 'text' ? [first.label] : [];
        return { ...frame, columns: frame.columns.map((column) => ({ ...column, qualifiers })) };
      }
      case 'filter':
        return this.decided(frame, 'filter', this.columns.all(args, frame));
      case 'orderBy':
      case 'sortWithinPartitions':
      case 'repartitionByRange':
        return this.decided(frame, 'order', this.columns.all(args, frame));
      case 'withWatermark':
        return this.decided(frame, 'watermark', this.columns.all(args.slice(0, 1), frame));
      case 'dropDuplicates':
      case 'dropDuplicatesWithinWatermark':
        return this.decided(
          frame,
          'deduplicate',
          args.length > 0 ? this.columns.all(args, frame) : all(frame),
        );
      case 'dropna':
        return this.decided(frame, 'filter', all(frame));
      case 'fill':
      case 'fillna':
      case 'replace':
        return {
          ...frame,
          columns: frame.columns.map((column) => ({ ...column, value: computedFrom([column.value]) })),
        };
      case 'agg':
        return this.withAggregates(frame, [], args);
      case 'join':
        if (!first || !this.isFrame(first))
          return unknownFrame('joins a DataFrame that cannot be traced', frame);
        return joined(frame, this.frameOf(first), second, third, this.columns);
      case 'union':
      case 'unionByName':
      case 'intersect':
      case 'intersectAll':
      case 'subtract':
      case 'exceptAll':
        if (!first || !this.isFrame(first))
          return unknownFrame('combines a DataFrame that cannot be traced', frame);
        return united(name, frame, this.frameOf(first), args.slice(1));
      default:
        return KEEPS_ROWS.test(name)
          ? frame
          : unknownFrame(`calls .${name}(), which cannot be traced`, frame);
    }
  }

  private decided(frame: Frame, how: RowUse, value: ColumnValue): Frame {
    return { ...frame, rows: [...frame.rows, { how, value }] };
  }

  private selected(frame: Frame, args: readonly Expression[]): Frame {
    const columns = args.map((arg) => this.selectedColumns(arg, frame));
    const isOpen = args.some((arg) => this.columns.isOpen(arg));
    const hasStar = args.some(({ kind, label }) => kind === 'column' && pathOf(label).at(-1) === '*');
    const gaps = [
      ...(hasStar ? frame.gaps : []),
      ...(isOpen ? ['selects columns whose names are not literals'] : []),
    ];
    return { ...frame, columns: columns.flat(), gaps };
  }

  private selectedColumns(argument: Expression, frame: Frame): FrameColumn[] {
    const path = argument.kind === 'column' ? pathOf(argument.label) : [];
    if (path.at(-1) === '*') return starColumns(frame, path.length > 1 ? path[0] : undefined);
    if (this.columns.isOpen(argument)) return [];
    // Columns without a known name keep their position.
    const name = this.columns.nameOf(argument) ?? '';
    const value = this.columns.value(argument, frame);
    // An unchanged column can still be qualified with its DataFrame.
    const taken =
      argument.kind === 'column' ? frame.columns.filter((column) => isSameName(column.name, name)) : [];
    return [
      { name, value, qualifiers: taken.length === 1 ? (taken[0]?.qualifiers ?? []) : path.slice(0, -1) },
    ];
  }

  private extended(frame: Frame, columns: Expression | undefined): Frame {
    const entries = columns?.kind === 'dictionary' ? columns.children : undefined;
    const added = entries?.map(({ kind, children: [name, value] }) =>
      kind === 'entry' && name?.kind === 'text' && value
        ? { name: name.label, qualifiers: [], value: this.columns.value(value, frame) }
        : undefined,
    );
    if (!added || added.includes(undefined)) {
      return unknownFrame('adds columns whose names are not literals', frame);
    }
    return { ...frame, columns: withColumns(frame.columns, added as FrameColumn[]) };
  }

  private renamed(frame: Frame, args: readonly Expression[]): Frame {
    const [first] = args;
    const pairs = first?.kind === 'dictionary' ? first.children.map(({ children }) => children) : [args];
    if (pairs.some(([from, to]) => from?.kind !== 'text' || to?.kind !== 'text')) {
      return unknownFrame('renames columns to names that are not literals', frame);
    }
    const columns = frame.columns.map((column) => {
      const [, to] = pairs.find(([from]) => isSameName(from?.label, column.name)) ?? [];
      return to ? { ...column, name: to.label } : column;
    });
    return { ...frame, columns };
  }

  private without(frame: Frame, args: readonly Expression[]): Frame {
    const dropped = args.map((arg) => this.columns.nameOf(arg));
    if (dropped.includes(undefined)) return unknownFrame('drops columns whose names are not literals', frame);
    const columns = frame.columns.filter(({ name }) => !dropped.some((each) => isSameName(each, name)));
    return { ...frame, columns };
  }

  private positionallyNamed(frame: Frame, args: readonly Expression[]): Frame {
    const isKnown = frame.gaps.length === 0 && args.length === frame.columns.length;
    if (!isKnown || args.some(({ kind }) => kind !== 'text'))
      return unknownFrame('renames columns by their position', frame);
    const columns = frame.columns.map((column, index) => ({
      ...column,
      name: args[index]?.label ?? column.name,
    }));
    return { ...frame, columns };
  }

  private aggregated(name: string, grouping: Expression, args: readonly Expression[]): Frame {
    const [owner, ...keys] = grouping.children as [Expression, ...Expression[]];
    const frame = this.frameOf(owner);
    const grouped = this.decided(frame, 'group', this.columns.all(keys, frame));
    if (name === 'agg') return this.withAggregates(grouped, keys, args, frame);
    if (name === 'count' && args.length === 0) {
      const count = { name: 'count', qualifiers: [], value: countOf(frame.tables) };
      return { ...grouped, columns: [...this.keyColumns(keys, frame), count], gaps: [] };
    }
    return unknownFrame(`groups rows and calls .${name}(), which cannot be traced`, grouped);
  }

  private withAggregates(
    frame: Frame,
    keys: readonly Expression[],
    args: readonly Expression[],
    source: Frame = frame,
  ): Frame {
    const isOpen = args.some((arg) => this.columns.isOpen(arg));
    const aggregates = args.flatMap((arg) => this.selectedColumns(arg, source));
    const gaps = isOpen ? ['aggregates columns whose names are not literals'] : [];
    return { ...frame, columns: [...this.keyColumns(keys, source), ...aggregates], gaps };
  }

  private keyColumns(keys: readonly Expression[], frame: Frame): FrameColumn[] {
    return keys.flatMap((key) => this.selectedColumns(key, frame));
  }
}

function all({ columns, gaps }: Frame): ColumnValue {
  const value = computedFrom(columns.map((column) => column.value));
  return { ...value, gaps: [...value.gaps, ...gaps] };
}

function whatIsNotFollowed({ kind, label }: Expression): string {
  if (kind === 'call' && label !== '') return `calls ${pythonName(label)}, which is defined elsewhere`;
  return kind === 'opaque'
    ? 'returns the result of code that cannot be traced'
    : 'returns rows that cannot be traced';
}
