import type { Colour, TerminalProps } from './render-terminal';

const CODES: Readonly<Record<Colour, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

/** Longest line that is still read with ease. */
const WIDEST = 110;

/** Colours on a terminal, unless NO_COLOR (no-color.org) forbids them, and lines that fit it. */
export function terminalStyle(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
  variables: NodeJS.ProcessEnv,
): Pick<TerminalProps, 'paint' | 'width'> {
  const coloured = isTTY === true && (variables.NO_COLOR ?? '') === '';
  return {
    paint: (colour, text) => (coloured ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text),
    width: Math.min(columns ?? WIDEST, WIDEST),
  };
}
