import type { Expression } from '../../analysis/python/expression-graph';
import { expressionText } from '../../analysis/python/expression-text';
import { tokensOf } from '../../analysis/python/python-tokens';
import { spaced } from '../../analysis/python/spark-calls';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { Aspect, Difference } from './dataset-difference';
import type { NotebookFunctions } from './notebook-functions';

/** Arguments of a dataset's declaration in its notebook, by name: `table.comment`, `expect_all`. */
type Declaration = ReadonlyMap<string, Expression>;

const COLUMNS: readonly Aspect[] = ['column', 'column name', 'column type', 'column comment', 'column order'];
const RULES: readonly Aspect[] = ['rule', 'rule name', 'rule action', 'rule condition'];

/** Manifest differences that explain a difference of an argument. */
const EXPLAINED_BY: readonly (readonly [argument: RegExp, aspects: readonly Aspect[]])[] = [
  [/\.comment$/, ['comment']],
  [/\.schema$/, COLUMNS],
  [/\.table_properties$/, ['table property', 'partitioning', 'layer']],
  [/\.cluster_by$/, ['clustering']],
  [/^expect|\.expect_/, RULES],
  [/^create_auto_cdc_flow\.source$/, ['input']],
  [
    /^create_auto_cdc_flow\.(keys|sequence_by|apply_as_deletes|except_column_list|stored_as_scd_type)$/,
    ['change data capture'],
  ],
  [/^create_auto_cdc_flow\.track_history/, ['change data capture']],
];

/** Placeholder for a call without arguments. */
const NO_ARGUMENTS: Expression = { id: -1, kind: 'constant', label: '()', children: [] };

/** Arguments that take the name of the dataset. */
const NAMES = /\.(name|target)$/;

/**
 * Differences in the declaration of a dataset in its notebook that the manifest does not contain, such as a setting
 * added to the notebook manually.
 */
export function declarationDifferences(
  sides: { readonly before: NotebookFunctions; readonly after: NotebookFunctions },
  before: ManifestDataset,
  after: ManifestDataset,
  inManifest: readonly Difference[],
): Difference[] {
  const aspects = new Set(inManifest.map(({ aspect }) => aspect));
  // Different kinds have different declarations.
  if (aspects.has('kind') || before.kind === 'published_view') return [];
  if (isSameText(sides.before, before, sides.after, after)) return [];
  const [was, is] = [declarationOf(sides.before, before), declarationOf(sides.after, after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((argument): Difference[] => {
    const [left, right] = [was.get(argument), is.get(argument)];
    if (left === right || (argument.startsWith('expect') && isAlike(left, right))) return [];
    const isTold = EXPLAINED_BY.some(
      ([name, explaining]) => name.test(argument) && explaining.some((a) => aspects.has(a)),
    );
    if (isTold || (NAMES.test(argument) && left?.label === before.name && right?.label === after.name))
      return [];
    const words = {
      ...(left ? { before: expressionText(left) } : {}),
      ...(right ? { after: expressionText(right) } : {}),
    };
    return [{ aspect: aspectOf(argument), item: argument, ...words }];
  });
}

/** Aspect of an argument that the manifest does not contain. */
function aspectOf(argument: string): Aspect {
  if (/flow\.name$/.test(argument)) return 'flow name';
  return /\.partition_cols$/.test(argument) ? 'partitioning' : 'declaration';
}

/** Whether the text of a declaration is unchanged; constants it refers to, such as rules, are in the manifest. */
function isSameText(
  before: NotebookFunctions,
  was: ManifestDataset,
  after: NotebookFunctions,
  is: ManifestDataset,
): boolean {
  const text = (side: NotebookFunctions, { notebook, name }: ManifestDataset) =>
    side.source(notebook)?.cellOf(name)?.text.split(`\ndef ${name}(`, 1)[0];
  return was.name === is.name && text(before, was) === text(after, is);
}

/** Whether rules are equal apart from white space in their SQL. */
function isAlike(left: Expression | undefined, right: Expression | undefined): boolean {
  if (left === right) return true;
  if (!left || !right || left.kind !== right.kind || left.children.length !== right.children.length)
    return false;
  const isSame =
    left.kind === 'text' ? spaced(left.label) === spaced(right.label) : left.label === right.label;
  return isSame && left.children.every((child, index) => isAlike(child, right.children[index]));
}

function declarationOf(notebooks: NotebookFunctions, { name, kind, notebook }: ManifestDataset): Declaration {
  const reader = notebooks.reader(notebook);
  const source = notebooks.source(notebook);
  if (!reader || !source) return new Map();
  if (kind !== 'auto_cdc_table') return argumentsOfAll(reader.decorators(name));
  const cell = source.cellOf(name);
  const calls = cell ? source.statements(cell).filter(({ node }) => node.name === 'ExpressionStatement') : [];
  return argumentsOfAll(
    calls.filter((code) => tokensOf(code).startsWith('dp .')).map((code) => reader.expression(code)),
  );
}

function argumentsOfAll(calls: readonly Expression[]): Declaration {
  const declaration = new Map<string, Expression>();
  for (const { label, children } of calls) {
    const called = label.replace(/^.*\./, '');
    for (const [index, child] of children.entries()) {
      const isNamed = child.kind === 'keyword' && child.children[0];
      if (isNamed) declaration.set(`${called}.${child.label}`, child.children[0] as Expression);
      else declaration.set(children.length === 1 ? called : `${called}.${index}`, child);
    }
    if (children.length === 0) declaration.set(called, NO_ARGUMENTS);
  }
  return declaration;
}
