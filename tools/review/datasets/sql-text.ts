/** Normalized SQL: without comments and formatting, with names and keywords in lower case. */
export function sqlTokens(sql: string): string {
  const tokens =
    sql.match(
      /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\w+|[^\s\w]/g,
    ) ?? [];
  return tokens
    .filter((token) => !/^(--|\/\*)/.test(token))
    .map((token) => (/^['"`]/.test(token) ? token : token.toLowerCase()))
    .join(' ')
    .replace(/( ;)+$/, '');
}
