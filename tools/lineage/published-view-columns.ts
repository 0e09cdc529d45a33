import { ast, Dialect, type LineageNode, lineageWithSchema, parse } from '@polyglot-sql/sdk';
import type { ManifestDataset } from '../artefacts/manifest';
import {
  type ColumnValue,
  computedFrom,
  countOf,
  isSameName,
  oneOf,
  sameAs,
  unknownValue,
} from './column-value';
import { type FrameColumn, type RowDecision, type RowUse, resolve } from './frame';
import { columnPaths, countsRows, lambdaParameters, withoutAlias } from './sql-columns';

/** The clauses of a query that determine its rows. */
const CLAUSES: Readonly<Record<string, RowUse>> = {
  where_clause: 'filter',
  having: 'filter',
  qualify: 'filter',
  joins: 'join',
  group_by: 'group',
  order_by: 'order',
};

/** The origins of each column of a published view. */
export function viewColumns(
  query: string,
  view: ManifestDataset,
  inputs: readonly ManifestDataset[],
): Map<string, ColumnValue> {
  const schema = {
    tables: inputs.map(({ name, columns }) => ({
      name,
      columns: columns.map((each) => ({ name: each.name, type: each.type })),
    })),
  };
  const parameters = parametersIn(query);
  return new Map(
    view.columns.map(({ name }) => {
      const { success, lineage } = lineageWithSchema(name, query, schema, Dialect.Databricks);
      const value = success && lineage ? tracedValue(lineage, inputs, parameters) : undefined;
      return [name, value ?? unknownValue('is computed by SQL that cannot be traced')] as const;
    }),
  );
}

/** The columns that determine the rows of a published view. */
export function viewRows(query: string, inputs: readonly ManifestDataset[]): RowDecision[] {
  const root = rootOf(query);
  if (!root || ast.getExprType(root) !== 'select' || ast.findByType(root, 'select').length > 1) {
    return [
      { how: 'filter', value: unknownValue('consists of several queries, so its rows cannot be traced') },
    ];
  }
  const frame = { columns: tablesOf(root, inputs), gaps: [], rows: [], tables: [] };
  const data = ast.getExprData(root) as unknown as Clauses;
  const selected = data.expressions;
  const value = (expression: ast.Expression): ColumnValue => {
    const position = positionOf(expression);
    const named = position === undefined ? undefined : selected[position - 1];
    const paths = columnPaths(named ?? expression);
    return computedFrom(paths.map((path) => resolve(frame, path)));
  };
  const withAliases = (expression: ast.Expression): ColumnValue => {
    const paths = columnPaths(expression);
    const named = paths.map(([name, ...others]) =>
      others.length > 0 || frame.columns.some((column) => isSameName(column.name, name))
        ? undefined
        : selected.find((each) => isSameName(aliasOf(each), name)),
    );
    // The condition refers to a selected column: resolve it to its origins.
    const aliased = named.filter((each) => each !== undefined);
    const known = paths.filter((_path, index) => named[index] === undefined);
    if (positionOf(expression) !== undefined) return value(expression);
    return computedFrom([...known.map((path) => resolve(frame, path)), ...aliased.map(value)]);
  };
  const decisions = Object.entries(CLAUSES).map(([clause, how]): RowDecision => {
    const ofClause = expressionsIn(data[clause as keyof Clauses]).map(withAliases);
    const shared = clause === 'joins' ? (data.joins ?? []).flatMap(({ using }) => using ?? []) : [];
    return { how, value: computedFrom([...ofClause, ...shared.map(({ name }) => resolve(frame, [name]))]) };
  });
  if (data.group_by?.all) {
    decisions.push({ how: 'group', value: unknownValue('groups by ALL, which cannot be traced') });
  }
  if (data.distinct) decisions.push({ how: 'deduplicate', value: computedFrom(selected.map(value)) });
  return decisions.filter(({ value: { origins, gaps } }) => origins.length + gaps.length > 0);
}

/** The parsed query. */
interface Clauses {
  readonly expressions: readonly ast.Expression[];
  readonly joins?: readonly { readonly using?: readonly { readonly name: string }[] }[];
  readonly group_by?: { readonly all?: boolean | null } | null;
  readonly distinct?: boolean;
}

/** The ordinal by which a clause refers to a selected column. */
function positionOf(expression: ast.Expression): number | undefined {
  if (ast.getExprType(expression) !== 'literal') return undefined;
  const { literal_type: type, value } = ast.getExprData(expression) as unknown as {
    literal_type: string;
    value: string;
  };
  return type === 'number' ? Number(value) : undefined;
}

function aliasOf(expression: ast.Expression): string | undefined {
  if (ast.getExprType(expression) !== 'alias') return undefined;
  return (ast.getExprData(expression) as unknown as { alias: { name: string } }).alias.name;
}

function tracedValue(
  node: LineageNode,
  inputs: readonly ManifestDataset[],
  parameters: readonly string[],
): ColumnValue | undefined {
  const { downstream, source_kind: kind, source_name: table, name } = node;
  if (kind === 'table') {
    const column = name.split('.').at(-1) ?? name;
    const input = inputs.find((each) => isSameName(each.name, table.split('.').at(-1)));
    const known = input?.columns.find((each) => isSameName(each.name, column));
    if (input && known) return sameAs(input.name, known.name);
    return parameters.includes(column) ? computedFrom([]) : undefined;
  }
  if (kind === 'virtual' || kind === 'unknown') return undefined;
  const values = downstream.map((each) => tracedValue(each, inputs, parameters));
  if (values.includes(undefined)) return undefined;
  const isTaken = ast.getExprType(withoutAlias(node.expression)) === 'column';
  const isUnion = /^(union|intersect|except)$/.test(ast.getExprType(node.expression));
  if (!isUnion && countsRows(node.expression)) {
    // With several tables it is unknown whose rows are counted.
    if (inputs.length !== 1) return undefined;
    values.push(countOf(inputs.map((input) => input.name)));
  }
  return isTaken || isUnion ? oneOf(values as ColumnValue[]) : computedFrom(values as ColumnValue[]);
}

/** The columns of the tables of a query, qualified with the table's name or alias. */
function tablesOf(root: ast.Expression, inputs: readonly ManifestDataset[]): FrameColumn[] {
  return ast.findByType(root, 'table').flatMap((table) => {
    const { name, alias } = ast.getExprData(table) as unknown as {
      name: { name: string };
      alias: { name: string } | null;
    };
    const input = inputs.find((each) => isSameName(each.name, name.name));
    return (input?.columns ?? []).map((column) => ({
      name: column.name,
      qualifiers: [alias?.name ?? name.name],
      value: sameAs(input?.name ?? '', column.name),
    }));
  });
}

/** Expressions within a clause. */
function expressionsIn(clause: unknown): ast.Expression[] {
  if (clause === null || typeof clause !== 'object') return [];
  if (Array.isArray(clause)) return clause.flatMap(expressionsIn);
  const keys = Object.keys(clause);
  const isExpression =
    keys.length === 1 &&
    /^[a-z_]+$/.test(keys[0] ?? '') &&
    !['this', 'expressions', 'name'].includes(keys[0] ?? '');
  if (isExpression) return [clause as ast.Expression];
  return Object.values(clause).flatMap(expressionsIn);
}

function parametersIn(query: string): string[] {
  const root = rootOf(query);
  return root ? lambdaParameters(root) : [];
}

function rootOf(query: string): ast.Expression | undefined {
  const parsed = parse(query, Dialect.Databricks);
  return parsed.success ? (parsed.ast as ast.Expression[])[0] : undefined;
}
