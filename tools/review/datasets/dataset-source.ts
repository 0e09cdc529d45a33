import type { ManifestDataset } from '../../artefacts/manifest';
import { type ComparedNotebooks, queryOf, viewStatement } from './code-difference';
import type { NotebookFunctions } from './notebook-functions';

/** The code of a dataset before and after. */
export interface SourceChange {
  /** Source file in the project, or the generated notebook. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The author's code of a dataset: the file below its imports, or the query of a view.
 *
 * @param isComputedOtherwise whether the dataset is computed differently although its own code is unchanged: then the
 *   source is the changed part of the code that all datasets of the notebook share
 * @returns undefined if the code is unchanged
 */
export function sourceChange(
  { before, after }: ComparedNotebooks,
  was: ManifestDataset,
  is: ManifestDataset,
  isComputedOtherwise: boolean,
): SourceChange | undefined {
  const [left, right] = [authorsCode(before, was), authorsCode(after, is)];
  const file = is.transform?.file ?? is.query?.file ?? is.notebook;
  if (left !== right) return { file, before: left, after: right };
  if (!isComputedOtherwise) return undefined;
  const [shared, sharedAfter] = [sharedCode(before, was, after), sharedCode(after, is, before)];
  return shared === sharedAfter ? undefined : { file: is.notebook, before: shared, after: sharedAfter };
}

function authorsCode(notebooks: NotebookFunctions, dataset: ManifestDataset): string {
  if (dataset.kind === 'published_view') return ended(queryOf(viewStatement(notebooks, dataset) ?? ''));
  const { transform, notebook } = dataset;
  return transform ? ended(notebooks.source(notebook)?.cellOf(transform.function)?.text ?? '') : '';
}

/** Cells that only this side of a notebook has, without text, imports and datasets. */
function sharedCode(
  notebooks: NotebookFunctions,
  { notebook, name }: ManifestDataset,
  other: NotebookFunctions,
): string {
  const known = other.cellTexts(notebook);
  const cells = notebooks.source(notebook)?.cells ?? [];
  const changed = cells.filter(({ kind, text, names }) => {
    const isOfDataset = /^(@dp|dp)\./m.test(text) && !names.includes(name);
    return kind === 'code' && !isOfDataset && !known.has(text);
  });
  return changed.map(({ text }) => ended(text)).join('\n');
}

function ended(code: string): string {
  return code === '' ? '' : `${code.trimEnd()}\n`;
}
