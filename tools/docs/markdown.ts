/** Text in which Markdown sees no marks of its own. */
export function plain(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*[\]|]|\b_|_\b/g, (mark) => `\\${mark}`);
}

/** Text as code, which may itself have backquotes. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const quotes = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${quotes}${space}${line}${space}${quotes}`;
}

/** Names as code, with commas. */
export function codes(names: readonly string[]): string {
  return names.map(code).join(', ');
}

/** A table of Markdown; its cells are Markdown already. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A link to a heading of the page that is a name and nothing else. */
export function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
