import { ast, Dialect, parse } from '@polyglot-sql/sdk';

/** The columns of a SQL expression. */
export interface SqlColumns {
  /** Column names with their qualifiers, `['rows', 'a']` for `rows.a`. */
  readonly paths: readonly (readonly string[])[];

  /** The name of the result, by AS or from a plain column; undefined if it has none. */
  readonly name?: string;

  /** Whether it is a plain column. */
  readonly isColumn: boolean;

  /** Whether it counts rows, as in `count(*)`. */
  readonly countsRows: boolean;
}

interface Named {
  readonly name: string;
}

/**
 * The columns of a SQL expression in the Databricks dialect.
 *
 * @returns undefined if it cannot be parsed or contains a subquery
 */
export function sqlColumns(expression: string): SqlColumns | undefined {
  const parsed = parse(`SELECT ${expression}`, Dialect.Databricks);
  const [root, ...others] = parsed.success ? (parsed.ast as ast.Expression[]) : [];
  if (!root || others.length > 0 || ast.findByType(root, 'select').length !== 1) return undefined;
  if (ast.getTableNames(root).length > 0) return undefined;
  const [value, ...further] = (ast.getExprData(root) as unknown as { expressions: ast.Expression[] })
    .expressions;
  const inner = value && withoutAlias(value);
  if (!inner || further.length > 0 || ast.getExprType(inner) === 'star') return undefined;
  return {
    paths: columnPaths(root),
    name: nameOf(value),
    isColumn: ast.getExprType(inner) === 'column',
    countsRows: countsRows(root),
  };
}

/** Names of all columns in parsed SQL with their qualifiers, without lambda parameters. */
export function columnPaths(root: ast.Expression): string[][] {
  return ast
    .findByType(root, 'column')
    .filter((column) => !isLambdaParameter(root, column))
    .map(pathOfColumn);
}

/** Whether parsed SQL counts rows, as in `count(*)` or `sum(1)`. */
export function countsRows(root: ast.Expression): boolean {
  return ast.getAggregateFunctions(root).some((aggregate) => columnPaths(aggregate).length === 0);
}

/** Names of all lambda parameters in parsed SQL. */
export function lambdaParameters(root: ast.Expression): string[] {
  return ast.findByType(root, 'lambda').flatMap(parametersOf);
}

function isLambdaParameter(root: ast.Expression, column: ast.Expression): boolean {
  const [name] = pathOfColumn(column);
  for (let node = ast.getParent(root, column); node; node = ast.getParent(root, node)) {
    if (ast.getExprType(node) === 'lambda' && parametersOf(node).includes(name ?? '')) return true;
  }
  return false;
}

function parametersOf(lambda: ast.Expression): string[] {
  return (ast.getExprData(lambda) as unknown as { parameters: Named[] }).parameters.map(({ name }) => name);
}

/** An expression without its alias. */
export function withoutAlias(expression: ast.Expression): ast.Expression {
  return ast.getExprType(expression) === 'alias'
    ? (ast.getExprData(expression) as unknown as { this: ast.Expression }).this
    : expression;
}

function nameOf(expression: ast.Expression): string | undefined {
  const type = ast.getExprType(expression);
  if (type === 'alias') return (ast.getExprData(expression) as unknown as { alias: Named }).alias.name;
  return type === 'column' ? pathOfColumn(expression).at(-1) : undefined;
}

function pathOfColumn(column: ast.Expression): string[] {
  const { name, table } = ast.getExprData(column) as unknown as { name: Named; table: Named | null };
  return table ? [table.name, name.name] : [name.name];
}
