import { LINE_WIDTH } from '../../constructs/medallion/rendering/python-code';

/** How a bracket and what is in it are laid out, besides their text. */
interface Layout {
  /** Spaces before the first line. @default 0 */
  readonly indent?: number;
  /** Whether items that do not fit the first line stand on a line each at once, as in literals and imports. */
  readonly oneEach?: boolean;
  /** Whether the last of several lines ends with a comma even if it has all items, as with a single parameter. */
  readonly comma?: boolean;
}

/**
 * `before`, items with commas and `after`, broken into lines where the formatter of Python code would: a new table needs
 * no Python installation.
 */
export function pythonBrackets(
  before: string,
  items: readonly string[],
  after: string,
  { indent = 0, oneEach = false, comma = false }: Layout = {},
): string {
  const [outer, inner] = [' '.repeat(indent), ' '.repeat(indent + 4)];
  const oneLine = `${outer}${before}${items.join(', ')}${after}`;
  if (oneLine.length <= LINE_WIDTH) return oneLine;
  const body = `${inner}${items.join(', ')}${comma ? ',' : ''}`;
  const lines = oneEach || body.length > LINE_WIDTH ? items.map((item) => `${inner}${item},`) : [body];
  return [`${outer}${before}`, ...lines, `${outer}${after}`].join('\n');
}

/** The import of a function of a notebook in its tests. */
export function pythonImport(functionFile: string, name: string): string {
  const module = functionFile.replace(/\.py$/, '').replaceAll('/', '.');
  const oneLine = `from ${module} import ${name}`;
  return oneLine.length <= LINE_WIDTH
    ? oneLine
    : pythonBrackets(`from ${module} import (`, [name], ')', { oneEach: true });
}

/** The signature of a function from one DataFrame to another. */
export function pythonDefinition(name: string, parameter: string): string {
  return pythonBrackets(`def ${name}(`, [`${parameter}: DataFrame`], ') -> DataFrame:', { comma: true });
}
