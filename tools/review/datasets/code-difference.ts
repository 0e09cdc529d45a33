import type { Expression, ExpressionGraph } from '../../analysis/python/expression-graph';
import { expressionText } from '../../analysis/python/expression-text';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { NotebookFunctions } from './notebook-functions';
import { type OperatorChange, operatorChanges } from './operator-changes';
import { sqlTokens } from './sql-text';
import { statefulOperators } from './stateful-operators';

/**
 * What a change of the code of a dataset means: `none` if the same is computed, `rows` if rows are computed in another
 * way, but nothing is remembered in another way, `operators` if that is, and `unknown` if it could not be read.
 */
export type CodeDifference =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'rows';
      /** That a quarantine takes other rows for nothing but other rules, or other code of the table before it. */
      readonly isByRules?: true;
    }
  | { readonly kind: 'operators'; readonly operators: readonly OperatorChange[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** The function that fills every quarantine of a notebook. */
const REJECTED_ROWS = 'rejected_rows';

const NONE: CodeDifference = { kind: 'none' };

/** The two sides of a comparison. */
export interface ComparedNotebooks {
  readonly graph: ExpressionGraph;
  readonly before: NotebookFunctions;
  readonly after: NotebookFunctions;

  /** Names that datasets have after, by those that they had before, where the two differ. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** What the change of a dataset's code means. A dataset that is read under its new name is the same dataset. */
export function codeDifference(
  compared: ComparedNotebooks,
  before: ManifestDataset,
  after: ManifestDataset,
): CodeDifference {
  if (after.kind === 'published_view' || before.kind === 'published_view')
    return viewDifference(compared, before, after);
  // An AUTO CDC table has settings and no function.
  if (after.kind === 'auto_cdc_table' || before.kind === 'auto_cdc_table') return NONE;
  if (hasSameText(compared, before, after)) return NONE;
  const keepsOrder =
    [before.name, before.transform?.function ?? ''].some((name) =>
      compared.before.countsPositions(before.notebook, name),
    ) ||
    [after.name, after.transform?.function ?? ''].some((name) =>
      compared.after.countsPositions(after.notebook, name),
    );
  const was = compared.before.returned(before.notebook, before.name, keepsOrder);
  const is = compared.after.returned(after.notebook, after.name, keepsOrder);
  if (!was || !is) {
    const { notebook, name } = was ? after : before;
    return {
      kind: 'unknown',
      why: `${notebook} does not define ${name} ${was ? 'after' : 'before'} the deployment`,
    };
  }
  const difference = expressionDifference(underNewNames(compared, was), is);
  if (difference.kind !== 'rows' || after.quarantineOf === undefined) return difference;
  const [left, right] = [compared.before.reader(before.notebook), compared.after.reader(after.notebook)];
  return left?.global(REJECTED_ROWS) === right?.global(REJECTED_ROWS)
    ? { ...difference, isByRules: true }
    : difference;
}

/** Whether nothing that a function can be computed by was touched: then there is no need to read it. */
function hasSameText(
  { before, after, renamed }: ComparedNotebooks,
  was: ManifestDataset,
  is: ManifestDataset,
): boolean {
  if (renamed.size > 0 || was.name !== is.name || was.notebook !== is.notebook) return false;
  const own = before.ownFunction(was.notebook, was.name);
  const isSame = own !== undefined && own === after.ownFunction(is.notebook, is.name);
  return isSame && before.sharedCode(was.notebook) === after.sharedCode(is.notebook);
}

/** What differs between what two functions return. */
export function expressionDifference(before: Expression, after: Expression): CodeDifference {
  if (before === after) return NONE;
  const [was, is] = [statefulOperators(before), statefulOperators(after)];
  const unread = [
    ...was.unread.filter((node) => !is.unread.includes(node)),
    ...is.unread.filter((node) => !was.unread.includes(node)),
  ];
  if (unread[0]) {
    return { kind: 'unknown', why: `what \`${expressionText(unread[0])}\` does to rows could not be read` };
  }
  const operators = operatorChanges(was.operators, is.operators);
  if (was.streams.join() !== is.streams.join()) {
    operators.push({
      kind: 'source',
      before: `streams ${was.streams.join(', ') || 'none'}`,
      after: `streams ${is.streams.join(', ') || 'none'}`,
    });
  }
  return operators.length > 0 ? { kind: 'operators', operators } : { kind: 'rows' };
}

function viewDifference(
  { before, after, renamed }: ComparedNotebooks,
  was: ManifestDataset,
  is: ManifestDataset,
): CodeDifference {
  const [left, right] = [viewStatement(before, was), viewStatement(after, is)];
  if (left === undefined || right === undefined) {
    const { notebook, name } = left === undefined ? was : is;
    return { kind: 'unknown', why: `${notebook} does not define ${name}` };
  }
  const tokens = sqlTokens(queryOf(left)).replaceAll(/\w+/g, (word) => renamed.get(word) ?? word);
  return tokens === sqlTokens(queryOf(right)) ? NONE : { kind: 'rows' };
}

/** The statement that creates a published view. */
export function viewStatement(
  notebooks: NotebookFunctions,
  { notebook, name }: ManifestDataset,
): string | undefined {
  return notebooks.source(notebook)?.cellOf(name)?.text;
}

/** The query of a view, below its name and comment. */
export function queryOf(statement: string): string {
  return statement.replace(/^CREATE VIEW \w+\s+(COMMENT '(?:[^'\\]|\\[\s\S])*'\s+)?AS\s+/, '');
}

/** An expression with datasets under the names that they have from now on. */
function underNewNames({ graph, renamed }: ComparedNotebooks, root: Expression): Expression {
  if (renamed.size === 0) return root;
  const replaced = new Map<Expression, Expression>();
  const waiting: Expression[] = [root];
  for (let node = waiting.at(-1); node; node = waiting.at(-1)) {
    const missing = node.children.filter((child) => !replaced.has(child));
    if (missing.length > 0) {
      waiting.push(...missing);
      continue;
    }
    waiting.pop();
    const isTable = /(^|\.)table$/.test(node.label) && (node.kind === 'call' || node.kind === 'method');
    const children = node.children.map((child) => {
      const name = isTable && child.kind === 'text' ? renamed.get(child.label) : undefined;
      return name === undefined ? (replaced.get(child) as Expression) : graph.node('text', name);
    });
    replaced.set(node, graph.node(node.kind, node.label, children));
  }
  return replaced.get(root) as Expression;
}
