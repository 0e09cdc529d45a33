import { type Expression, nodesOf } from '../../analysis/python/expression-graph';
import { expressionText } from '../../analysis/python/expression-text';
import { aggregatesOf, definitionsOf } from '../../analysis/python/spark-columns';
import {
  AGGREGATING,
  GROUPING,
  OF_GROUPS,
  SET_OPERATIONS,
  STATELESS,
} from '../../analysis/python/spark-vocabulary';

export type OperatorKind = 'aggregation' | 'join' | 'deduplication' | 'watermark' | 'window' | 'other';

/** An operator that keeps state across rows. */
export interface StatefulOperator {
  readonly kind: OperatorKind;

  /** Keys as text: grouping keys, join condition, deduplication columns, or the watermark column. */
  readonly keys: readonly string[];

  /** Join type, or the delay of a watermark. */
  readonly type: string;

  /** Aggregates per group. */
  readonly aggregates: readonly string[];

  /** Equal for two operators with compatible state. */
  readonly identity: string;
}

/** The computation of a DataFrame. */
export interface OperatorReading {
  /** Stateful operators in the order in which rows pass them; for a stream, only those its rows pass. */
  readonly operators: readonly StatefulOperator[];

  /** Input streams, in the order in which a checkpoint numbers them. */
  readonly streams: readonly string[];

  /** Expressions with an unknown effect on rows. */
  readonly unread: readonly Expression[];
}

/** Limit on analysed steps: stops at functions whose DataFrames are reused exponentially often. */
const MOST_STEPS = 20_000;

/** Start of expressions that read a table, a topic or files. */
const READER = /^builtins\.spark\.(read|readStream|table)\b/;

/**
 * The stateful operators of the DataFrame that a function returns.
 *
 * @see https://docs.databricks.com/aws/en/structured-streaming/checkpoints
 */
export function statefulOperators(root: Expression): OperatorReading {
  return new Reading(root).result;
}

class Reading {
  private readonly operators: (StatefulOperator & { readonly isStreaming: boolean })[] = [];
  private readonly streams: string[] = [];
  private readonly unread: Expression[] = [];
  private readonly streaming = new Set<Expression>();
  private steps = 0;

  constructor(private readonly root: Expression) {
    // Children come before their parents.
    for (const node of nodesOf(root)) {
      const reads = /^builtins\.spark\.readStream\b/.test(node.label) && /^(name|call)$/.test(node.kind);
      if (reads || node.children.some((child) => this.streaming.has(child))) this.streaming.add(node);
    }
  }

  get result(): OperatorReading {
    this.read(this.root);
    const isStream = this.streams.length > 0;
    return {
      operators: isStream ? this.operators.filter(({ isStreaming }) => isStreaming) : this.operators,
      streams: this.streams,
      unread: this.unread,
    };
  }

  private read(node: Expression): void {
    this.steps += 1;
    if (this.steps > MOST_STEPS) this.unread.splice(0, this.unread.length, this.root);
    else if (isReader(node)) this.source(node);
    else if (node.kind === 'method') this.method(node);
    else this.unread.push(node);
  }

  private source(node: Expression): void {
    if (this.streaming.has(node)) this.streams.push(sourceOf(node));
  }

  private method(node: Expression): void {
    const { label } = node;
    const [owner, ...args] = node.children as [Expression, ...Expression[]];
    if (label === 'join') this.join(owner, args);
    else if (label === 'union' || label === 'unionByName') {
      this.read(owner);
      if (args[0]) this.read(args[0]);
    } else if (SET_OPERATIONS.has(label)) {
      this.read(owner);
      if (args[0]) this.read(args[0]);
      this.push('other', owner, args.slice(1), label);
    } else if (AGGREGATING.has(label)) this.aggregation(label, owner, args);
    else if (OF_GROUPS.has(label)) {
      const { of, keys } = groupsOf(owner);
      this.read(of);
      this.push('other', of, [...keys, ...args], label);
    } else if (label === 'dropDuplicates' || label === 'dropDuplicatesWithinWatermark') {
      this.read(owner);
      this.push(
        'deduplication',
        owner,
        args,
        label === 'dropDuplicates' ? 'unbounded' : 'within the watermark',
      );
    } else if (label === 'withWatermark') {
      this.read(owner);
      this.push('watermark', owner, args.slice(0, 1), args[1] ? expressionText(args[1]) : '', args.slice(1));
    } else if (label === 'limit' || label === 'offset') {
      this.read(owner);
      this.push('other', owner, args, label);
    } else if (STATELESS.has(label)) this.stateless(label, owner, args);
    else this.unread.push(node);
  }

  /** Stateless, unless an aggregate over all rows is selected. */
  private stateless(label: string, owner: Expression, args: readonly Expression[]): void {
    this.read(owner);
    if (label === 'transform') this.unread.push(...args);
    if (label !== 'select') return;
    const aggregates = args.flatMap((arg) => aggregatesOf(arg));
    if (aggregates.length > 0) this.push('aggregation', owner, [], '', aggregates);
  }

  private aggregation(label: string, grouped: Expression, args: readonly Expression[]): void {
    const { of, keys } = groupsOf(grouped);
    this.read(of);
    const found = args.flatMap((arg) => {
      const aggregates = aggregatesOf(arg);
      return aggregates.length > 0 ? aggregates : [arg];
    });
    const kind = keys.some((key) => nodesOf(key).some(isTimeWindow)) ? 'window' : 'aggregation';
    this.push(kind, of, keys, label === 'agg' ? '' : label, found, `${grouped.label} ${label}`);
  }

  /** Only stream-stream joins are stateful; a join with a table is not. */
  private join(owner: Expression, [other, type, ...on]: readonly Expression[]): void {
    this.read(owner);
    if (!other) return;
    const isStateful = this.streaming.has(owner) === this.streaming.has(other);
    this.read(other);
    if (!isStateful) return;
    this.push(
      'join',
      owner,
      on,
      type ? type.label || expressionText(type) : 'inner',
      [],
      type?.id.toString(),
    );
  }

  private push(
    kind: OperatorKind,
    of: Expression,
    keys: readonly Expression[],
    type: string,
    others: readonly Expression[] = [],
    label = type,
  ): void {
    const parts = [...keys, ...others];
    const ids = parts.map(({ id }) => id);
    // A key with the same name but a different definition is a different key.
    const definitions =
      kind === 'watermark' ? [] : parts.flatMap((part) => definitionsOf(part, of)).map(({ id }) => id);
    this.operators.push({
      kind,
      keys: keys.map(expressionText),
      type,
      aggregates: kind === 'watermark' ? [] : others.map(expressionText),
      identity: [kind, label, keys.length, ids.join(), definitions.join()].join(' '),
      isStreaming: this.streaming.has(of),
    });
  }
}

/** An operator as text: `aggregation by userId: count(event_id)`. */
export function operatorText({ kind, keys, type, aggregates }: StatefulOperator): string {
  const by = keys.join(', ');
  switch (kind) {
    case 'join':
      return `${type} join${by ? ` on ${by}` : ''}`;
    case 'deduplication':
      return `deduplication by ${by || 'all columns'}, ${type}`;
    case 'watermark':
      return `watermark of ${by}: ${type.replaceAll("'", '')}`;
    case 'other':
      return `${type}${by ? ` of ${by}` : ''}`;
    default: {
      const computed =
        aggregates.slice(0, MOST_AGGREGATES).join(', ') + (aggregates.length > MOST_AGGREGATES ? ', …' : '');
      return `${kind}${by ? ` by ${by}` : ' of all rows'}: ${[type, computed].filter((text) => text !== '').join(' ')}`;
    }
  }
}

/** The most aggregates of an operator that are listed. */
const MOST_AGGREGATES = 5;

function isReader({ kind, label, children }: Expression): boolean {
  if (kind === 'call' || kind === 'name') return READER.test(label);
  return (
    kind === 'method' &&
    /^(table|load|format|options?|schema|json|parquet|csv)$/.test(label) &&
    children[0] !== undefined &&
    isReader(children[0])
  );
}

/** The DataFrame and the keys of `groupBy(…)`, also with calls between it and the aggregates. */
function groupsOf(grouped: Expression): { readonly of: Expression; readonly keys: readonly Expression[] } {
  const [owner, ...args] = grouped.children;
  if (grouped.kind !== 'method' || !owner) return { of: grouped, keys: [] };
  if (GROUPING.has(grouped.label)) return { of: owner, keys: args };
  if (grouped.label !== 'pivot') return { of: grouped, keys: [] };
  const { of, keys } = groupsOf(owner);
  return { of, keys: [...keys, ...args] };
}

function isTimeWindow({ kind, label }: Expression): boolean {
  return kind === 'call' && /\.(window|session_window)$/.test(label);
}

/** Options that select what a reader reads, as opposed to how it reads. */
const SOURCE_OPTIONS = /^(subscribe|subscribePattern|assign|path)$/;

/** The source of a reader: a table name, or format and topic or path. */
function sourceOf(reader: Expression): string {
  const { kind, label, children } = reader;
  const owner = kind === 'method' ? children[0] : undefined;
  const args = kind === 'method' ? children.slice(1) : children;
  const method = label.replace(/^.*\./, '');
  const isSource = !/^(option|options|schema)$/.test(method);
  const named = args.filter((arg) => arg.kind === 'keyword' && SOURCE_OPTIONS.test(arg.label));
  const isSourceOption = method === 'option' && SOURCE_OPTIONS.test(args[0]?.label ?? '');
  const own = isSource || isSourceOption ? args.map(expressionText) : named.map(expressionText);
  return [owner ? sourceOf(owner) : '', ...own].filter((text) => text !== '').join(' ');
}
