/** A list of names, limited to the first ones: `a`, `b` and 17 more. */
export function namesText(names: readonly string[], most = 5): string {
  const quoted = names.map((name) => `\`${name}\``);
  const shown = quoted.length > most + 1 ? quoted.slice(0, most) : quoted;
  const others = quoted.length - shown.length;
  if (others > 0) return `${shown.join(', ')} and ${others} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** A text with its first letter capitalized. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text with line breaks and repeated spaces collapsed. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
