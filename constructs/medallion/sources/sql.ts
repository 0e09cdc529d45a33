import { setFlagsFromString } from 'node:v8';
import { ast, Dialect, init, isInitialized, outputColumns, parse } from '@polyglot-sql/sdk';

/** Load the SQL parser. It is WebAssembly and loads asynchronously; call this once before the other functions. */
export async function loadSqlParser(): Promise<void> {
  // Without this the process stays alive for a second while V8 optimizes parser code that is never used.
  setFlagsFromString('--liftoff-only');
  await init();
}

/** The result of parsing a condition or a query. */
export interface SqlReading {
  /** Why the text is not valid SQL, with the column; undefined if it is valid. */
  readonly problem?: string;
  /** Line of the problem, from 1. */
  readonly line?: number;
  /** Columns that a condition uses, each once; for `a.b` the name `a`. Empty for a query. */
  readonly columns: readonly string[];
  /** Tables that a query reads, by the names it uses, each once and without its common table expressions. */
  readonly tables: readonly string[];
  /** Names of the columns that a query returns; undefined if they are unknown, as for `*`. */
  readonly output?: readonly string[];
}

// In double parentheses, so that no further clause can follow the condition, even if it closes the first parenthesis.
const PREFIX = 'SELECT ((';
const SUFFIX = '))';

/** Expressions that may appear in parentheses but are not conditions. */
const NO_CONDITION = ['tuple', 'alias', 'star', 'lambda'];

/** Statements that a view can consist of. */
const QUERIES = ['select', 'union', 'intersect', 'except', 'subquery'];

/** Parse a condition over the columns of one dataset, in Spark's dialect. */
export function readCondition(condition: string): SqlReading {
  const parsed = parseSql(PREFIX + condition + SUFFIX);
  const statements = parsed.success ? (parsed.ast as ast.Expression[]) : [];
  if (!parsed.success || statements.length !== 1 || condition.trim() === '') {
    return { ...syntaxProblem(condition, parsed, PREFIX.length), columns: [], tables: [] };
  }
  const root = statements[0] as ast.Expression;
  if (ast.findByType(root, 'select').length > 1 || ast.getTableNames(root).length > 0) {
    return {
      problem: `'${condition}' reads a table, but a rule sees one row at a time. Compute the value in the function.`,
      columns: [],
      tables: [],
    };
  }
  if (ast.getAggregateFunctions(root).length + ast.getWindowFunctions(root).length > 0) {
    return {
      problem: `'${condition}' aggregates over rows, but a rule sees one row at a time. Compute the value in the function.`,
      columns: [],
      tables: [],
    };
  }
  if (NO_CONDITION.includes(ast.getExprType(insideBrackets(root)))) {
    return {
      problem: `'${condition}' is not a single condition. Use an expression that is true or false.`,
      columns: [],
      tables: [],
    };
  }
  const columns = ast.findByType(root, 'column').filter((column) => !isLambdaParameter(root, column));
  return { columns: [...new Set(columns.map(columnRoot))], tables: [] };
}

/** Parse a query, such as that of a published view, in Spark's dialect. */
export function readQuery(query: string): SqlReading {
  const parsed = parseSql(query);
  const statements = parsed.success ? (parsed.ast as ast.Expression[]) : [];
  if (!parsed.success || statements.length === 0) {
    return { ...syntaxProblem(query, parsed, 0), columns: [], tables: [] };
  }
  if (statements.length > 1) {
    return {
      problem: `has ${statements.length} statements. A view is a single query.`,
      columns: [],
      tables: [],
    };
  }
  const root = statements[0] as ast.Expression;
  if (!QUERIES.includes(ast.getExprType(root))) {
    return { problem: 'is not a query. Start it with SELECT or WITH.', columns: [], tables: [] };
  }
  // The parser's list of tables omits common table expressions, but it also omits the schema of a name.
  const read = ast.getTableNames(root);
  const tables = ast.findByType(root, 'table').filter((table) => read.includes(tableName(table)));
  const output = outputColumns(query, Dialect.Databricks);
  const names = output.output?.columns.map((column) => (column.kind === 'named' ? column.name : '*')) ?? [
    '*',
  ];
  return {
    columns: [],
    tables: [...new Set(tables.map(qualifiedName))],
    output: names.includes('*') ? undefined : names,
  };
}

/**
 * Return the columns that a query reads anywhere, and their qualifiers, each once. `*` is included if the query
 * selects all columns of a table. Empty if the text is not valid.
 */
export function columnsRead(query: string): string[] {
  const parsed = parseSql(query);
  const statements = parsed.success ? (parsed.ast as ast.Expression[]) : [];
  const names = statements.flatMap((root) => [
    ...ast
      .findByType(root, 'column')
      .filter((column) => !isLambdaParameter(root, column))
      .flatMap(columnNames),
    ...ast.findByType(root, 'star').map(() => '*'),
  ]);
  return [...new Set(names)];
}

function parseSql(sql: string): ReturnType<typeof parse> {
  if (!isInitialized())
    throw new Error('The SQL parser is not loaded: await synthesize(app), not app.synth().');
  return parse(sql, Dialect.Databricks);
}

function syntaxProblem(
  sql: string,
  failure: ReturnType<typeof parse>,
  offset: number,
): Pick<SqlReading, 'problem' | 'line'> {
  const isCondition = offset > 0;
  if (sql.trim() === '') {
    return { problem: isCondition ? 'the condition is empty. Add one.' : 'is empty. Add the query.' };
  }
  const named = isCondition ? `'${sql}' ` : '';
  if (failure.success) return { problem: `${named}is more than one expression` };
  const characters = [...sql];
  const start = (failure.errorStart ?? 0) - offset;
  if (isCondition && (start >= characters.length || failure.error.includes('got end of input'))) {
    return {
      problem: `${named}is not valid Spark SQL: unexpected end of input, or an unmatched closing parenthesis.`,
    };
  }
  const before = characters.slice(0, start).join('').split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const place =
    isCondition && before.length > 1 ? `line ${before.length}, column ${column}` : `column ${column}`;
  const reason = failure.error.replace(/^\w+ error at line \d+, column \d+: /, '');
  const unexpected = characters.slice(start, (failure.errorEnd ?? 0) - offset).join('');
  return {
    // The parser's message would mention the parentheses around the condition.
    problem: `${named}is not valid Spark SQL, ${place}: ${/RParen|^Unexpected/.test(reason) ? `unexpected '${unexpected}'` : reason}.`,
    line: before.length,
  };
}

/** Return the expression that a query selects, without the parentheses around it. */
function insideBrackets(query: ast.Expression): ast.Expression {
  const { expressions } = ast.getExprData(query) as unknown as { expressions: ast.Expression[] };
  let expression = expressions[0] as ast.Expression;
  while (ast.getExprType(expression) === 'paren') {
    expression = (ast.getExprData(expression) as unknown as { this: ast.Expression }).this;
  }
  return expression;
}

function isLambdaParameter(root: ast.Expression, column: ast.Expression): boolean {
  const name = columnRoot(column);
  for (let node = ast.getParent(root, column); node; node = ast.getParent(root, node)) {
    if (ast.getExprType(node) === 'lambda' && lambdaParameters(node).includes(name)) return true;
  }
  return false;
}

function lambdaParameters(lambda: ast.Expression): string[] {
  const { parameters } = ast.getExprData(lambda) as unknown as { parameters: { name: string }[] };
  return parameters.map((parameter) => parameter.name);
}

function tableName(table: ast.Expression): string {
  return (ast.getExprData(table) as unknown as { name: { name: string } }).name.name;
}

function qualifiedName(table: ast.Expression): string {
  const { catalog, schema, name } = ast.getExprData(table) as unknown as Record<
    'catalog' | 'schema' | 'name',
    { name: string } | null
  >;
  return [catalog, schema, name].flatMap((part) => (part ? [part.name] : [])).join('.');
}

/** Return `a` for `a.b`. */
function columnRoot(column: ast.Expression): string {
  return columnNames(column)[0] as string;
}

/** Return both names of `a.b`. */
function columnNames(column: ast.Expression): string[] {
  const { name, table } = ast.getExprData(column) as unknown as {
    name: { name: string };
    table: { name: string } | null;
  };
  return table ? [table.name, name.name] : [name.name];
}
