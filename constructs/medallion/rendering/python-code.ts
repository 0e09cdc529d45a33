/** Line width of generated Python, the same as the project's formatter uses. */
export const LINE_WIDTH = 100;

/** Width around the value of an argument: four spaces, the longest keyword, `=` and a comma. */
const LONGEST_ARGUMENT = 4 + 'track_history_column_list'.length + 2;

/** Return a Python string literal, in the quotes that need fewer escapes, like the formatter. */
export function pythonString(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  const double = text.split('"').length;
  const single = text.split("'").length;
  return double > single ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped.replaceAll('"', '\\"')}"`;
}

/** Return `["a", "b"]`, or one item per line if that does not fit. */
export function pythonList(items: readonly string[]): string {
  const oneLine = `[${items.map(pythonString).join(', ')}]`;
  if (oneLine.length + LONGEST_ARGUMENT <= LINE_WIDTH) return oneLine;
  return `[\n${indented(items.map((item) => `${pythonString(item)},`))}\n]`;
}

/** Return a dictionary of strings, one entry per line. */
export function pythonDict(entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(
    ([key, value]) => `${pythonString(key)}: ${pythonString(value)},`,
  );
  return `{\n${indented(lines)}\n}`;
}

/** Value of a notebook constant. */
export type PythonValue =
  | string
  | number
  | boolean
  | null
  | readonly PythonValue[]
  | { readonly [key: string]: PythonValue };

/** Return `NAME = value`, with line breaks where the formatter would put them. */
export function pythonConstant(name: string, value: PythonValue): string {
  const label = `${name} = `;
  const literal = pythonLiteral(value, LINE_WIDTH - label.length, LINE_WIDTH);
  const inBrackets = !literal.includes('\n') && label.length + literal.length > LINE_WIDTH;
  // The formatter puts a value that cannot be broken into parentheses, if it then fits.
  return inBrackets && literal.length + 4 <= LINE_WIDTH
    ? `${label}(\n${indented([literal])}\n)`
    : `${label}${literal}`;
}

/**
 * Return a literal on one line if it fits `room`, otherwise with one item per line.
 *
 * @param width characters between the indentation of the literal's first line and the end of the line
 */
function pythonLiteral(value: PythonValue, room: number, width: number): string {
  const oneLine = oneLineLiteral(value);
  if (oneLine.length <= room || typeof value !== 'object' || value === null) return oneLine;
  if (Object.keys(value).length === 0) return oneLine;
  const inner = width - 4;
  const item = (label: string, each: PythonValue) =>
    `${label}${pythonLiteral(each, inner - label.length - 1, inner)},`;
  const items = isList(value)
    ? value.map((each) => item('', each))
    : Object.entries(value).map(([key, each]) => item(`${pythonString(key)}: `, each));
  const [open, close] = isList(value) ? '[]' : '{}';
  return `${open}\n${indented(items)}\n${close}`;
}

function oneLineLiteral(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return pythonString(value);
  if (isList(value)) return `[${value.map(oneLineLiteral).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${pythonString(key)}: ${oneLineLiteral(item)}`);
  return `{${entries.join(', ')}}`;
}

function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}

/** Return lines of text in triple quotes. */
export function pythonTextBlock(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"'));
  return `"""\n${indented(escaped)}\n"""`;
}

/** Return a call with one keyword argument per line; undefined arguments are omitted. */
export function pythonCall(name: string, args: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(args)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([key, value]) => `${key}=${wrapped(key, value)},`);
  return `${name}(\n${indented(lines)}\n)`;
}

/** Indent every line by four spaces, including lines within triple quotes. */
export function indented(lines: readonly string[]): string {
  return lines
    .join('\n')
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n');
}

/** Return a string that is too long for one line as several literals in parentheses, broken at spaces. */
function wrapped(key: string, value: string): string {
  const isString = /^"[^"\n]*"$/.test(value);
  if (!isString || value.includes('\\') || key.length + value.length + 6 <= LINE_WIDTH) return value;
  const lines = wrapText(value.slice(1, -1), LINE_WIDTH - 12);
  // Wrapping loses leading and trailing spaces, so such text stays on one line.
  if (lines.join(' ') !== value.slice(1, -1)) return value;
  return `(\n${indented(lines.map((line, index) => `"${line}${index < lines.length - 1 ? ' ' : ''}"`))}\n)`;
}

/** Wrap text at spaces to at most `width` characters per line; longer words are not broken. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
