import type { SyntaxNode } from '@lezer/common';
import { type NotebookCell, NotebookSource } from '../../analysis/python/notebook-source';
import { isDocstring, type PythonCode, textOf, tokensOf } from '../../analysis/python/python-tokens';
import type { Manifest } from '../../artefacts/manifest';
import type { PlatformChange } from '../pipeline-change';
import { sqlTokens } from './sql-text';

/** Changed code of a notebook that defines no dataset of the manifest. */
export interface UnexplainedCode {
  /** File name of the notebook. */
  readonly notebook: string;

  /** Removed code; empty if there is none. */
  readonly before: string;
  readonly after: string;
}

/**
 * Changed code in notebooks that is neither in the manifest nor in a function of a dataset: top-level statements such as
 * a manually added flow. Generated notebooks have none.
 */
export function unexplainedCode({ before, after }: PlatformChange): UnexplainedCode[] {
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

/** Top-level statements by their tokens, from the cells that differ from the other side. */
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

/** Start of unindented lines in a cell that only defines functions and constants. */
const PLAIN_LINE = /^(def |class |@F\.|#|[)\]}]|[A-Za-z_]\w*( *:[^=;]*)? *=(?!=)|from |import |$)/;

/** Whether a cell can be recognized as free of top-level statements without parsing it. */
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
      // `RULES["a"] = …` changes an existing object.
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
