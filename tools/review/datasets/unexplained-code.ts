import type { SyntaxNode } from '@lezer/common';
import { type NotebookCell, NotebookSource } from '../../analysis/python/notebook-source';
import { isDocstring, type PythonCode, textOf, tokensOf } from '../../analysis/python/python-tokens';
import type { Manifest } from '../../artefacts/manifest';
import type { PipelineChange } from '../pipeline-change';
import { sqlTokens } from './sql-text';

/** Code of a notebook that changed and defines no dataset of the manifest. */
export interface UnexplainedCode {
  /** File of the notebook. */
  readonly notebook: string;

  /** What is gone; empty if nothing is. */
  readonly before: string;
  readonly after: string;
}

/**
 * What changed in notebooks and is neither in the manifest nor in a function of a dataset: a statement at the top level,
 * such as a flow that was added by hand. Notebooks that this project generates have none.
 */
export function unexplainedCode({ before, after }: PipelineChange): UnexplainedCode[] {
  if (!before?.manifest || !after?.manifest) return [];
  const files = new Set([...before.notebooks.keys(), ...after.notebooks.keys()]);
  return [...files].flatMap((notebook): UnexplainedCode[] => {
    const [was, is] = [before.notebooks.get(notebook) ?? '', after.notebooks.get(notebook) ?? ''];
    if (was === is) return [];
    const [left, right] = [new NotebookSource(was), new NotebookSource(is)];
    const gone = looseStatements(left, right, namesOf(before.manifest as Manifest), notebook);
    const added = looseStatements(right, left, namesOf(after.manifest as Manifest), notebook);
    const changed = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
      [...one].flatMap(([tokens, text]) => (other.has(tokens) ? [] : [text])).join('\n\n');
    const [removed, fresh] = [changed(gone, added), changed(added, gone)];
    return removed || fresh ? [{ notebook, before: removed, after: fresh }] : [];
  });
}

/** Statements that run by themselves, by their tokens, of the cells that the other side does not have as they are. */
function looseStatements(
  notebook: NotebookSource,
  other: NotebookSource,
  datasets: ReadonlySet<string>,
  file: string,
): Map<string, string> {
  const known = new Set(other.cells.map(({ text }) => text));
  const cells = notebook.cells.filter(({ kind, text }) => kind !== 'text' && text !== '' && !known.has(text));
  if (file.endsWith('.sql')) {
    const loose = cells.filter(
      ({ names, text }) => !names.some((name) => datasets.has(name)) && sqlTokens(text) !== '',
    );
    return new Map(loose.map(({ text }) => [sqlTokens(text), text]));
  }
  const suspicious = cells.filter(({ text }) => !isPlain(text, datasets));
  const statements = suspicious.flatMap((cell: NotebookCell) => notebook.statements(cell));
  const loose = statements.filter((code) => isLoose(code, datasets));
  return new Map(loose.map((code) => [tokensOf(code), textOf(code)]));
}

/** How lines at the left edge begin in a cell that only defines functions and constants. */
const PLAIN_LINE = /^(def |class |@F\.|#|[)\]}]|[A-Za-z_]\w*( *:[^=;]*)? *=(?!=)|from |import |$)/;

/** Whether a cell obviously has no statements at the top level, without parsing it. */
function isPlain(cell: string, datasets: ReadonlySet<string>): boolean {
  if (cell.includes(';')) return false;
  const lines = cell.split('\n').filter((line) => !/^\s/.test(line));
  const name = /^def (\w+)\(/m.exec(cell)?.[1];
  const isDataset = cell.startsWith('@dp.') && name !== undefined && datasets.has(name);
  return lines.every((line) => PLAIN_LINE.test(line) || (isDataset && line.startsWith('@dp.')));
}

function isLoose(code: PythonCode, datasets: ReadonlySet<string>): boolean {
  const { node, text } = code;
  switch (node.name) {
    case 'FunctionDefinition':
    case 'ClassDefinition':
    case 'ImportStatement':
      return false;
    case 'AssignStatement':
      // `RULES["a"] = …` changes something that is there.
      return node.firstChild?.name !== 'VariableName';
    case 'DecoratedStatement': {
      const isDefinition = node
        .getChildren('Decorator')
        .every((decorator) => !/^@\s*(dp|dlt)\b/.test(textOf({ node: decorator, text })));
      return !isDefinition && !datasets.has(nameOf(node, text));
    }
    default: {
      if (isDocstring(node)) return false;
      const called = /^dp \. create_\w+ \( (?:name|target) = "(\w+)"/.exec(tokensOf(code))?.[1];
      return called === undefined || !datasets.has(called);
    }
  }
}

function nameOf(node: SyntaxNode, text: string): string {
  const name = node.getChild('FunctionDefinition')?.getChild('VariableName');
  return name ? text.slice(name.from, name.to) : '';
}

function namesOf({ datasets }: Manifest): Set<string> {
  return new Set(datasets.map(({ name }) => name));
}
