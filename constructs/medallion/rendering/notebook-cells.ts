import { LINE_WIDTH, wrapText } from './python-code';

/** Join cells into a notebook in Databricks source format. */
export function pythonNotebook(cells: readonly string[]): string {
  return `# Databricks notebook source\n${cells.reduce(joinPython)}\n`;
}

/** Return Markdown as a notebook cell; paragraphs are wrapped, tables are not. */
export function markdownCell(prefix: string, lines: readonly string[]): string {
  const width = LINE_WIDTH - prefix.length - 1;
  const wrapped = lines
    .flatMap((text) => text.split(/\r\n|[\r\n]/))
    .flatMap((line) => (line.startsWith('|') ? [line] : wrapText(line, width)));
  return ['%md', ...wrapped].map((line) => `${prefix} ${line}`.trimEnd()).join('\n');
}

/** Append a cell; functions are separated by two blank lines, like the formatter does. */
function joinPython(before: string, cell: string): string {
  const endsInFunction = /(^|\n)(def|class) [^\n]*(\n([ )][^\n]*)?)*$/.test(before);
  const firstStatement = cell.split('\n').find((line) => !line.startsWith('#') && line !== '') ?? '';
  const beginsWithFunction = /^(def |class |@)/.test(firstStatement);
  return `${before}${endsInFunction ? '\n' : ''}\n\n# COMMAND ----------\n\n${beginsWithFunction ? '\n' : ''}${cell}`;
}
