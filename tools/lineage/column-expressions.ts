import { shorten } from '../terminal/style';
import { type ColumnValue, computedFrom, countOf, NO_COLUMN, oneOf, unknownValue } from './column-value';
import { type Frame, fieldOf, pathOf, resolve } from './frame';
import { AGGREGATES, type Expression } from './notebook-expressions';
import { meaningOfText } from './spark-text-arguments';
import { sqlColumns } from './sql-columns';

export const FUNCTIONS = 'pyspark.sql.functions.';

/** Node kinds that are part of a computation but are not values of a row. */
const WITHOUT_COLUMNS =
  /^(pyspark|datetime|decimal|math|functools)\.|^builtins\.(str|int|float|bool|bytes|list|dict|set|tuple|object)$/;

const USER_FUNCTION = new RegExp(`^${FUNCTIONS.replaceAll('.', '\\.')}(pandas_|arrow_)?udf$`);

/** Functions that return several columns. */
const SEVERAL_COLUMNS = /^(posexplode|inline)(_outer)?$|^(stack|json_tuple)$/;

/** Maximum length of code quoted in a reason. */
const MOST_CHARACTERS = 60;

/** Resolves expressions to frames. */
export interface FrameReader {
  isFrame(expression: Expression): boolean;
  frameOf(expression: Expression): Frame;
}

/** Determines the origins of Spark columns; unknown origins are reported, never guessed. */
export class ColumnExpressions {
  private readonly known = new Map<Frame, Map<Expression, ColumnValue>>();

  constructor(private readonly frames: FrameReader) {}

  /** The origins of an expression over the columns of `frame`. */
  value(expression: Expression, frame: Frame): ColumnValue {
    const ofFrame = this.known.get(frame) ?? new Map<Expression, ColumnValue>();
    this.known.set(frame, ofFrame);
    const value = ofFrame.get(expression) ?? this.read(expression, frame);
    ofFrame.set(expression, value);
    return value;
  }

  /** The combined origins of several expressions. */
  all(expressions: readonly Expression[], frame: Frame): ColumnValue {
    return computedFrom(expressions.map((each) => this.value(each, frame)));
  }

  /** The name of a column in Spark; undefined if Spark generates one. */
  nameOf({ kind, label, children }: Expression): string | undefined {
    const [owner, argument] = children;
    switch (kind) {
      case 'column':
        return pathOf(label).at(-1);
      case 'member':
        return label;
      case 'item':
        return argument?.kind === 'text' ? argument.label : undefined;
      case 'method':
        if (label === 'alias')
          return children.length === 2 && argument?.kind === 'text' ? argument.label : undefined;
        if (label === 'getField' || label === 'getItem') return undefined;
        return label === 'cast' && owner ? this.nameOf(owner) : undefined;
      case 'call':
        if (label === `${FUNCTIONS}expr` && owner?.kind === 'text') return sqlColumns(owner.label)?.name;
        return label === `${FUNCTIONS}explode` || label === `${FUNCTIONS}explode_outer` ? 'col' : undefined;
      default:
        return undefined;
    }
  }

  /** Whether an expression may be several columns, or one with an unknown name. */
  isOpen({ kind, label, children: [first, ...others] }: Expression): boolean {
    if (kind === 'method') return label === 'alias' && others.length > 1;
    if (kind !== 'call') return /^(unpacked|comprehension|dictionary|opaque)$/.test(kind);
    if (label === `${FUNCTIONS}expr`) return first?.kind !== 'text' || sqlColumns(first.label) === undefined;
    if (label.startsWith(FUNCTIONS)) return SEVERAL_COLUMNS.test(label.slice(FUNCTIONS.length));
    // The column name of an unknown function is unknown.
    return label !== '';
  }

  private read(expression: Expression, frame: Frame): ColumnValue {
    const { kind, label, children } = expression;
    switch (kind) {
      case 'column':
        return resolve(frame, pathOf(label));
      case 'text':
      case 'number':
      case 'constant':
        return NO_COLUMN;
      case 'name':
        return WITHOUT_COLUMNS.test(label)
          ? NO_COLUMN
          : unknownValue(`uses ${pythonName(label)}, which is defined elsewhere`);
      case 'parameter':
        // An element of a list, or the parameter of a lambda that Spark calls with parts of a column.
        return label.startsWith('#') ? NO_COLUMN : unknownValue(`depends on the parameter ${label}`);
      case 'member':
      case 'item':
        return this.part(expression, frame);
      case 'method':
        return this.method(expression, frame);
      case 'call':
        return this.call(expression, frame);
      case 'opaque':
        return unknownValue(`is computed by code that cannot be traced: ${shorten(label, MOST_CHARACTERS)}`);
      case 'input':
        return unknownValue('is computed from all rows at once');
      case 'conditional':
        return computedFrom(children.map((child) => this.value(child, frame)));
      default:
        return this.all(children, frame);
    }
  }

  /** `rows["a"]`, `rows.a`, `column["field"]`, `column.field`. */
  private part({ kind, label, children }: Expression, frame: Frame): ColumnValue {
    const [owner, key] = children as [Expression, Expression?];
    const name = kind === 'member' ? label : key?.kind === 'text' ? key.label : undefined;
    if (this.frames.isFrame(owner)) {
      if (name === undefined) return unknownValue('selects a column by an expression instead of its name');
      return resolve(this.frames.frameOf(owner), [name]);
    }
    const value = this.value(owner, frame);
    if (name !== undefined) return fieldOf(value, [name]);
    return computedFrom([value, ...(key ? [this.value(key, frame)] : [])]);
  }

  private method({ label, children }: Expression, frame: Frame): ColumnValue {
    const [owner, ...args] = children as [Expression, ...Expression[]];
    if (this.frames.isFrame(owner)) return unknownValue(`is computed from all rows by .${label}()`);
    const value = this.value(owner, frame);
    if (label === 'alias') return value;
    const [key] = args;
    if ((label === 'getField' || label === 'getItem') && key?.kind === 'text')
      return fieldOf(value, [key.label]);
    // Strings passed to column methods are values, not names.
    return computedFrom([value, ...args.map((arg) => this.value(arg, frame))]);
  }

  private call(expression: Expression, frame: Frame): ColumnValue {
    const { label, children } = expression;
    if (label === '') return this.ofValue(children, frame);
    if (label.startsWith(FUNCTIONS)) return this.sqlFunction(label.slice(FUNCTIONS.length), children, frame);
    if (
      /^pyspark\.sql\.(Window|types)\b|^builtins\.(set|list|tuple|sorted|max|min|len|str|range)$/.test(label)
    ) {
      return this.all(children, frame);
    }
    return unknownValue(`calls ${pythonName(label)}, which is defined elsewhere`);
  }

  /** A call of a value: a user-defined function, whose string arguments are column names. */
  private ofValue([callee, ...args]: readonly Expression[], frame: Frame): ColumnValue {
    const isUserFunction =
      callee?.kind === 'call' && (isUserFunctionMaker(callee) || callee.children.some(isUserFunctionMaker));
    if (!isUserFunction) return unknownValue('calls a function that cannot be traced');
    return computedFrom(args.map((arg) => this.named(arg, frame)));
  }

  private sqlFunction(name: string, children: readonly Expression[], frame: Frame): ColumnValue {
    const [first] = children;
    if (name === 'expr') return this.sql(first, frame);
    if (name === 'col') return unknownValue('selects a column by a name that is not a literal');
    if (name === 'struct') return this.struct(children, frame);
    const isStar = first?.kind === 'column' && first.label === '*';
    const value = computedFrom(
      isStar ? [] : children.map((child, index) => this.argument(name, child, index, frame)),
    );
    // Aggregates without a column, such as count(*) or sum(1), depend on the number of rows.
    const counts = AGGREGATES.has(name) && value.origins.length + value.gaps.length === 0;
    return counts ? countOf(frame.tables) : value;
  }

  /** The origins of an argument of a SQL function. */
  private argument(name: string, argument: Expression, index: number, frame: Frame): ColumnValue {
    const [given = argument] = argument.kind === 'keyword' ? argument.children : [];
    const texts = given.kind === 'list' || given.kind === 'tuple' ? given.children : [given];
    if (!texts.some(({ kind }) => kind === 'text')) return this.value(given, frame);
    switch (meaningOfText(name, argument === given ? index : undefined)) {
      case 'column':
        return this.named(given, frame);
      case 'literal':
        return this.value(given, frame);
      default:
        return unknownValue(`passes ${name}() a string that may be a column name or a value`);
    }
  }

  private sql(text: Expression | undefined, frame: Frame): ColumnValue {
    const read = text?.kind === 'text' ? sqlColumns(text.label) : undefined;
    if (!read) return unknownValue('is computed by SQL that cannot be traced');
    const values = read.paths.map((path) => resolve(frame, path));
    if (read.countsRows) values.push(countOf(frame.tables));
    return read.isColumn ? oneOf(values) : computedFrom(values);
  }

  private struct(children: readonly Expression[], frame: Frame): ColumnValue {
    const parts = children.flatMap((child) => (child.kind === 'list' ? child.children : [child]));
    const values = parts.map((part) => this.named(part, frame));
    const names = parts.map((part) => (part.kind === 'text' ? part.label : this.nameOf(part)));
    const fields = names.flatMap((name, index) => {
      const value = values[index];
      return name !== undefined && value ? [[name, value] as const] : [];
    });
    return { ...computedFrom(values), fields: new Map(fields) };
  }

  /** The origins of an argument whose strings are column names. */
  private named(argument: Expression, frame: Frame): ColumnValue {
    if (argument.kind === 'text') return resolve(frame, pathOf(argument.label));
    if (argument.kind === 'list' || argument.kind === 'tuple') {
      return computedFrom(argument.children.map((child) => this.named(child, frame)));
    }
    return this.value(argument, frame);
  }
}

function isUserFunctionMaker({ kind, label }: Expression): boolean {
  return kind === 'call' && USER_FUNCTION.test(label);
}

/** The name as in the source code, without the prefix of built-in functions. */
export function pythonName(path: string): string {
  return path.replace(/^builtins\./, '');
}
