/** Text with Markdown characters escaped. */
export function plain(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*[\]|]|\b_|_\b/g, (mark) => `\\${mark}`);
}

/** Text as inline code; backquotes in the text are supported. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const quotes = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${quotes}${space}${line}${space}${quotes}`;
}

/** Comma-separated names as code. */
export function codes(names: readonly string[]): string {
  return names.map(code).join(', ');
}

/** A Markdown table with cells in Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A link to the heading of a name on the same page. */
export function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
