import type { Expression, ExpressionGraph } from './expression-graph';
import { type Arguments, argumentsOf, inOrder, partsOf } from './python-arguments';
import {
  FUNCTION_SYNONYMS,
  joinType,
  METHOD_PARAMETERS,
  METHOD_SYNONYMS,
  OF_COLUMNS,
  OF_COLUMNS_BEHIND_THE_FIRST,
  OF_ONE_COLUMN,
} from './spark-vocabulary';

const FUNCTIONS = 'pyspark.sql.functions.';
const WINDOW = 'pyspark.sql.Window.';

/** DataFrame methods that take column names, either as arguments or as one list. */
const TAKES_COLUMNS = ['select', 'groupBy', 'rollup', 'cube', 'orderBy', 'partitionBy', 'drop'];

/**
 * Normalizes Spark calls: `where("a > 1")` and `filter(F.expr("a > 1"))` become the same expression. Calls that Spark
 * may treat differently stay different.
 */
export class SparkCalls {
  /** @param keepsOrder whether the order of selected columns matters because something depends on positions */
  constructor(
    private readonly graph: ExpressionGraph,
    private readonly keepsOrder: boolean,
  ) {}

  /** A call of an imported function by its full name. */
  function(path: string, given: Arguments): Expression {
    const name = path.replace('pyspark.sql.window.', 'pyspark.sql.');
    if (name.startsWith(FUNCTIONS)) return this.sqlFunction(name.slice(FUNCTIONS.length), given);
    const args = name.startsWith(WINDOW) ? this.columns(flattened(given)) : given;
    return this.graph.node('call', name, partsOf(this.graph, args));
  }

  /** A method call. */
  method(owner: Expression, called: string, given: Arguments): Expression {
    const synonym = METHOD_SYNONYMS[called] ?? called;
    const args = inOrder(METHOD_PARAMETERS[synonym] ?? [], given);
    switch (synonym) {
      case 'distinct':
        return this.call(owner, 'dropDuplicates', args);
      case 'filter':
        return this.call(
          owner,
          'filter',
          this.mapped(args, (part) => this.condition(part)),
        );
      case 'selectExpr':
        return this.select(
          owner,
          this.mapped(flattened(args), (part) => this.condition(part)),
        );
      case 'select':
        return this.select(owner, this.columns(flattened(args)));
      case 'crossJoin':
        return this.join(owner, args, 'cross');
      case 'join':
        return this.join(owner, args, 'inner');
      case 'withColumn':
        return this.withColumn(owner, args);
      case 'dropDuplicates':
      case 'dropDuplicatesWithinWatermark':
        return this.call(owner, synonym, this.columns(flattened(args)));
      case 'withWatermark':
        return this.call(
          owner,
          synonym,
          this.mapped(args, (part, index) => (index === 0 ? this.column(part) : part)),
        );
    }
    if (TAKES_COLUMNS.includes(synonym)) return this.call(owner, synonym, this.columns(flattened(args)));
    if (['count', 'sum', 'avg', 'min', 'max'].includes(synonym)) {
      return this.call(owner, synonym, this.columns(args));
    }
    return this.call(owner, synonym, args);
  }

  private sqlFunction(called: string, args: Arguments): Expression {
    const name = FUNCTION_SYNONYMS[called] ?? called;
    const [first] = args.positional;
    if (name === 'col' && first?.kind === 'text') return this.column(first);
    if (name === 'expr' && first?.kind === 'text') return this.condition(first);
    const isColumn = (index: number) =>
      OF_COLUMNS.has(name) ||
      (index === 0 && OF_ONE_COLUMN.has(name)) ||
      (index > 0 && OF_COLUMNS_BEHIND_THE_FIRST.has(name));
    const parts = this.mapped(args, (part, index) => (isColumn(index) ? this.column(part) : part));
    return this.graph.node('call', FUNCTIONS + name, partsOf(this.graph, parts));
  }

  private select(owner: Expression, args: Arguments): Expression {
    if (this.keepsOrder) return this.call(owner, 'select', args);
    const positional = [...args.positional].sort((left, right) => left.id - right.id);
    return this.call(owner, 'select', { ...args, positional });
  }

  private join(owner: Expression, args: Arguments, standard: string): Expression {
    const [other, on, how] = args.positional;
    const named = how ?? args.keywords.get('how');
    const keywords = new Map([...args.keywords].filter(([name]) => name !== 'how'));
    const type = named?.kind === 'text' ? this.graph.node('text', joinType(named.label)) : named;
    const positional = [
      ...(other ? [other] : []),
      type ?? this.graph.node('text', standard),
      ...(on ? [this.joinCondition(on)] : []),
    ];
    return this.call(owner, 'join', { ...args, positional, keywords });
  }

  private joinCondition(on: Expression): Expression {
    if (on.kind === 'text') return this.graph.node('list', '', [this.column(on)]);
    if (on.kind !== 'list' && on.kind !== 'tuple') return on;
    return this.graph.node(
      'list',
      '',
      on.children.map((part) => this.column(part)),
    );
  }

  private withColumn(owner: Expression, args: Arguments): Expression {
    const [name, value] = args.positional;
    if (!name || !value) return this.call(owner, 'withColumn', args);
    const columns = this.graph.node('dictionary', '', [this.graph.node('entry', '', [name, value])]);
    return this.call(owner, 'withColumns', argumentsOf(columns));
  }

  private call(owner: Expression, name: string, args: Arguments): Expression {
    return this.graph.node('method', name, [owner, ...partsOf(this.graph, args)]);
  }

  private columns(args: Arguments): Arguments {
    return this.mapped(args, (part) => this.column(part));
  }

  private mapped(args: Arguments, map: (part: Expression, index: number) => Expression): Arguments {
    return { ...args, positional: args.positional.map(map) };
  }

  /** The column that a string names; other expressions unchanged. */
  private column(part: Expression): Expression {
    return part.kind === 'text' ? this.graph.node('column', part.label) : part;
  }

  /** A string as SQL with single spaces; other expressions unchanged. */
  private condition(part: Expression): Expression {
    if (part.kind !== 'text') return part;
    if (/^\w+$/.test(part.label)) return this.column(part);
    return this.graph.node('call', `${FUNCTIONS}expr`, [this.graph.node('text', spaced(part.label))]);
  }
}

/** Flattens a single list of columns into arguments. */
function flattened(args: Arguments): Arguments {
  const [only, ...others] = args.positional;
  if (!only || others.length > 0 || (only.kind !== 'list' && only.kind !== 'tuple')) return args;
  return { ...args, positional: only.children };
}

/** SQL with white space collapsed outside of quotes. */
export function spaced(sql: string): string {
  // Line breaks end comments.
  if (sql.includes('--')) return sql.trim();
  const tokens = sql.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\s+|[^'"`\s]+|['"`]/g) ?? [];
  return tokens
    .map((token) => (/^\s/.test(token) ? ' ' : token))
    .join('')
    .trim();
}
