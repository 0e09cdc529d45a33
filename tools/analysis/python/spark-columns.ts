import { type Expression, nodesOf } from './expression-graph';
import { AGGREGATES } from './spark-vocabulary';

const FUNCTIONS = 'pyspark.sql.functions.';

/** SQL that contains an aggregate function. */
const AGGREGATE_IN_SQL = new RegExp(`\\b(${[...AGGREGATES].join('|')})\\s*\\(`, 'i');

/** The aggregates within a column, such as `sum(a)` in `round(sum(a), 2)`, without window functions. */
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

/** Limit on the nodes visited to find the definition of a column. */
const MOST_STEPS = 2_000;

/** The definitions, within the function and before `rows`, of the columns in an expression. */
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

  /** A definition and the definitions of the columns in it. */
  private with(found: Expression, owner: Expression): Expression[] {
    const inner = nodesOf(found).filter(({ kind }) => kind === 'column');
    return [found, ...inner.flatMap(({ label }) => this.in(owner, label))];
  }
}

/** The alias of a selected column, by `alias` or AS in SQL; undefined without one. */
function nameOf({ kind, label, children }: Expression): string | undefined {
  if (kind === 'method' && label === 'alias') return children[1]?.label;
  const sql = kind === 'call' && label === `${FUNCTIONS}expr` ? children[0] : undefined;
  return sql && /\bas\s+`?(\w+)`?$/i.exec(sql.label)?.[1];
}
