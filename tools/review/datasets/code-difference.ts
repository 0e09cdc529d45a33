import type { Expression, ExpressionGraph } from '../../analysis/python/expression-graph';
import { expressionText } from '../../analysis/python/expression-text';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { NotebookFunctions } from './notebook-functions';
import { type OperatorChange, operatorChanges } from './operator-changes';
import { sqlTokens } from './sql-text';
import { statefulOperators } from './stateful-operators';

/**
 * Effect of a code change: `none` if the result is the same, `rows` if only the computation of rows differs, `operators`
 * if stateful operators differ too, and `unknown` if the code could not be analysed.
 */
export type CodeDifference =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'rows';
      /** Whether a quarantine changes only because the rules or the code of its table changed. */
      readonly isByRules?: true;
    }
  | { readonly kind: 'operators'; readonly operators: readonly OperatorChange[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Name of the function that fills the quarantines of a notebook. */
const REJECTED_ROWS = 'rejected_rows';

const NONE: CodeDifference = { kind: 'none' };

/** Both sides of a comparison. */
export interface ComparedNotebooks {
  readonly graph: ExpressionGraph;
  readonly before: NotebookFunctions;
  readonly after: NotebookFunctions;

  /** New names of renamed datasets by their old names. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** The effect of a change of a dataset's code. Reading a renamed dataset under its new name is no change. */
export function codeDifference(
  compared: ComparedNotebooks,
  before: ManifestDataset,
  after: ManifestDataset,
): CodeDifference {
  if (after.kind === 'published_view' || before.kind === 'published_view')
    return viewDifference(compared, before, after);
  // An AUTO CDC table has settings but no function.
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

/** Whether a function and everything it can depend on are unchanged, so that it need not be analysed. */
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

/** The difference between the DataFrames that two functions return. */
export function expressionDifference(before: Expression, after: Expression): CodeDifference {
  if (before === after) return NONE;
  const [was, is] = [statefulOperators(before), statefulOperators(after)];
  const unread = [
    ...was.unread.filter((node) => !is.unread.includes(node)),
    ...is.unread.filter((node) => !was.unread.includes(node)),
  ];
  if (unread[0]) {
    return {
      kind: 'unknown',
      why: `the effect of \`${expressionText(unread[0])}\` on rows could not be determined`,
    };
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

/** The query of a view, without its name and comment. */
export function queryOf(statement: string): string {
  return statement.replace(/^CREATE VIEW \w+\s+(COMMENT '(?:[^'\\]|\\[\s\S])*'\s+)?AS\s+/, '');
}

/** An expression in which datasets have their new names. */
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
