import { setFlagsFromString } from 'node:v8';
import { ast, Dialect, init, isInitialized, outputColumns, parse } from '@polyglot-sql/sdk';

/** Loads the SQL parser (WebAssembly, so it cannot be done while constructing); needed once, before the others. */
export async function loadSqlParser(): Promise<void> {
  // Without this the process waits a second at its end for optimised code of the parser that nobody needs.
  setFlagsFromString('--liftoff-only');
  await init();
}

/** What a SQL parser that knows the dialect says of a condition or a query, before Spark sees it. */
export interface SqlReading {
  /** Why the text is not valid SQL, with line and column; nothing if it is. */
  readonly problem?: string;
  /** Columns that a condition names, each once; for `a.b` the name `a`. Empty for a query. */
  readonly columns: readonly string[];
  /** Tables that a query reads, each once, without its own common table expressions. */
  readonly tables: readonly string[];
  /** Names of the columns that a query returns; nothing if they cannot be told, as for `*`. */
  readonly output?: readonly string[];
}

// In brackets, so that neither an alias nor a second clause can follow the condition.
const PREFIX = 'SELECT (';
const SUFFIX = ')';

/** Reads a condition over the columns of one dataset, in Spark's dialect. */
export function readCondition(condition: string): SqlReading {
  const parsed = parseSql(PREFIX + condition + SUFFIX);
  const statements = parsed.success ? (parsed.ast as ast.Expression[]) : [];
  if (!parsed.success || statements.length !== 1 || condition.trim() === '') {
    return { problem: syntaxProblem(condition, parsed, PREFIX.length), columns: [], tables: [] };
  }
  const root = statements[0] as ast.Expression;
  if (ast.findByType(root, 'select').length > 1 || ast.getTableNames(root).length > 0) {
    return {
      problem: `'${condition}' reads a table. A rule sees one row: compute the value in the function.`,
      columns: [],
      tables: [],
    };
  }
  const isList = ast.findByType(root, 'tuple').some((tuple) => ast.getParent(root, tuple) === root);
  if (isList || ast.findByType(root, 'alias').length > 0) {
    return { problem: `'${condition}' is not one condition`, columns: [], tables: [] };
  }
  const bound = new Set(ast.findByType(root, 'lambda').flatMap(lambdaParameters));
  const columns = ast.findByType(root, 'column').map(columnRoot);
  return { columns: [...new Set(columns)].filter((name) => !bound.has(name)), tables: [] };
}

/** Reads a query, as a published view has it, in Spark's dialect. */
export function readQuery(query: string): SqlReading {
  const parsed = parseSql(query);
  const statements = parsed.success ? (parsed.ast as ast.Expression[]) : [];
  if (!parsed.success || statements.length === 0) {
    return { problem: syntaxProblem(query, parsed, 0), columns: [], tables: [] };
  }
  if (statements.length > 1) {
    return { problem: `holds ${statements.length} statements; a view is one query`, columns: [], tables: [] };
  }
  const root = statements[0] as ast.Expression;
  const own = new Set(ast.findByType(root, 'cte').map(aliasOf));
  const tables = [...new Set(ast.getTableNames(root))].filter((name) => !own.has(name));
  const output = outputColumns(query, Dialect.Databricks);
  const names = output.output?.columns.map((column) => (column.kind === 'named' ? column.name : '*')) ?? [
    '*',
  ];
  return { columns: [], tables, output: names.includes('*') ? undefined : names };
}

function parseSql(sql: string): ReturnType<typeof parse> {
  if (!isInitialized())
    throw new Error('The SQL parser is not loaded: await synthesize(app), not app.synth().');
  return parse(sql, Dialect.Databricks);
}

function syntaxProblem(sql: string, failure: ReturnType<typeof parse>, offset: number): string {
  if (sql.trim() === '') return 'is empty';
  if (failure.success) return `'${sql}' is more than one expression`;
  const reason = failure.error.replace(/^Parse error at line \d+, column \d+: /, '');
  const column = Math.max(1, (failure.errorColumn ?? 1) - (failure.errorLine === 1 ? offset : 0));
  const place = sql.includes('\n') ? `line ${failure.errorLine ?? 1}, column ${column}` : `column ${column}`;
  return `'${sql}' is not valid Spark SQL, ${place}: ${reason}`;
}

function lambdaParameters(lambda: ast.Expression): string[] {
  const { parameters } = ast.getExprData(lambda) as unknown as { parameters: { name: string }[] };
  return parameters.map((parameter) => parameter.name);
}

function columnRoot(column: ast.Expression): string {
  const { name, table } = ast.getExprData(column) as unknown as {
    name: { name: string };
    table: { name: string } | null;
  };
  return table?.name ?? name.name;
}

function aliasOf(cte: ast.Expression): string {
  return (ast.getExprData(cte) as unknown as { alias: { name: string } }).alias.name;
}
