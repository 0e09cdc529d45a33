import { type Expression, nodesOf } from './expression-graph';
import { AGGREGATES } from './spark-vocabulary';

const FUNCTIONS = 'pyspark.sql.functions.';

/** SQL that has a call of an aggregate somewhere. */
const AGGREGATE_IN_SQL = new RegExp(`\\b(${[...AGGREGATES].join('|')})\\s*\\(`, 'i');

/** The aggregates within a column, such as `sum(a)` of `round(sum(a), 2)`; those of a window function are none. */
export function aggregatesOf(column: Expression): Expression[] {
  const { kind, label, children } = column;
  if (kind === 'method' && label === 'over') return [];
  if (kind === 'call' && label.startsWith(FUNCTIONS)) {
    const name = label.slice(FUNCTIONS.length);
    if (AGGREGATES.has(name)) return [column];
    const [sql] = children;
    if (name === 'expr' && sql?.kind === 'text') return AGGREGATE_IN_SQL.test(sql.label) ? [column] : [];
  }
  return children.flatMap((child) => aggregatesOf(child));
}

/** How many places are looked at for what a column is computed from. */
const MOST_STEPS = 2_000;

/** What the function itself computes the columns of an expression from, wherever that is before `rows`. */
export function definitionsOf(expression: Expression, rows: Expression): Expression[] {
  const names = nodesOf(expression).filter(({ kind }) => kind === 'column');
  return names.flatMap(({ label }) => new Search(label).in(rows));
}

class Search {
  private steps = 0;

  constructor(private readonly column: string) {}

  in(rows: Expression, column = this.column): Expression[] {
    this.steps += 1;
    const [owner, ...args] = rows.children;
    if (rows.kind !== 'method' || !owner || this.steps > MOST_STEPS) return [];
    const isColumn = (name: string | undefined) => name?.toLowerCase() === column.toLowerCase();
    switch (rows.label) {
      case 'withColumns': {
        const entries = args[0]?.children ?? [];
        const found = entries.filter(({ children }) => isColumn(children[0]?.label)).at(-1)?.children[1];
        return found ? this.with(found, owner) : this.in(owner, column);
      }
      case 'select': {
        const found = args.find((arg) => isColumn(nameOf(arg)));
        return found ? this.with(found, owner) : this.in(owner, column);
      }
      case 'withColumnRenamed':
        return this.in(owner, isColumn(args[1]?.label) && args[0] ? args[0].label : column);
      case 'join':
      case 'union':
      case 'unionByName':
        return [...this.in(owner, column), ...(args[0] ? this.in(args[0], column) : [])];
      case 'agg':
        return [];
      default:
        return this.in(owner, column);
    }
  }

  /** A definition, and those of the columns in it. */
  private with(found: Expression, owner: Expression): Expression[] {
    const inner = nodesOf(found).filter(({ kind }) => kind === 'column');
    return [found, ...inner.flatMap(({ label }) => this.in(owner, label))];
  }
}

/** The name that a selected column is given, by `alias` or by AS in SQL; nothing for one that keeps its own. */
function nameOf({ kind, label, children }: Expression): string | undefined {
  if (kind === 'method' && label === 'alias') return children[1]?.label;
  const sql = kind === 'call' && label === `${FUNCTIONS}expr` ? children[0] : undefined;
  return sql && /\bas\s+`?(\w+)`?$/i.exec(sql.label)?.[1];
}
