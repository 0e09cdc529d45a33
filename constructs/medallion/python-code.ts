/** Width that generated Python is wrapped to: that of the project's formatter. */
export const LINE_WIDTH = 100;

/** Characters that stand beside the value of an argument: four spaces, the longest keyword, `=` and a comma. */
const LONGEST_ARGUMENT = 4 + 'track_history_column_list'.length + 2;

/** A string literal of Python, in the quotes that need fewer escapes, as the formatter writes it. */
export function pythonString(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  const double = text.split('"').length;
  const single = text.split("'").length;
  return double > single ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped.replaceAll('"', '\\"')}"`;
}

/** `["a", "b"]`, or one item a line if that is too long for an argument of a call. */
export function pythonList(items: readonly string[]): string {
  const oneLine = `[${items.map(pythonString).join(', ')}]`;
  if (oneLine.length + LONGEST_ARGUMENT <= LINE_WIDTH) return oneLine;
  return `[\n${indented(items.map((item) => `${pythonString(item)},`))}\n]`;
}

/** A dictionary of strings, one entry a line. */
export function pythonDict(entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(
    ([key, value]) => `${pythonString(key)}: ${pythonString(value)},`,
  );
  return `{\n${indented(lines)}\n}`;
}

/** Lines of text in triple quotes, one line each. */
export function pythonTextBlock(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"'));
  return `"""\n${indented(escaped)}\n"""`;
}

/** A call with one keyword argument a line; arguments without a value are left out. */
export function pythonCall(name: string, args: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(args)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([key, value]) => `${key}=${wrapped(key, value)},`);
  return `${name}(\n${indented(lines)}\n)`;
}

/** Each line, and each line within it, four spaces further in; text in triple quotes as well. */
export function indented(lines: readonly string[]): string {
  return lines
    .join('\n')
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n');
}

/** A string that is too long for one line as several in brackets, broken at spaces. */
function wrapped(key: string, value: string): string {
  const isString = /^"[^"\n]*"$/.test(value);
  if (!isString || value.includes('\\') || key.length + value.length + 6 <= LINE_WIDTH) return value;
  const lines = wrapText(value.slice(1, -1), LINE_WIDTH - 12);
  // Spaces at an end are lost in wrapping; text that has them stays on one line.
  if (lines.join(' ') !== value.slice(1, -1)) return value;
  return `(\n${indented(lines.map((line, index) => `"${line}${index < lines.length - 1 ? ' ' : ''}"`))}\n)`;
}

/** Text broken at spaces into lines of at most `width` characters; a longer word stays whole. */
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
