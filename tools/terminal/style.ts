import { styleText } from 'node:util';
import { Help } from 'commander';

/** Longest line that is easy to read. */
const WIDEST = 110;

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** Styles a text where styles are shown. */
export type Paint = (style: Style, text: string) => string;

/** The parts of an output stream that decide how text is laid out on it. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Leaves every text as it is. */
export const plain: Paint = (_style, text) => text;

/** Styles on a terminal, unless NO_COLOR (no-color.org) is set; FORCE_COLOR asks for them anywhere. */
export function paintFor({ isTTY }: Terminal, variables: NodeJS.ProcessEnv = process.env): Paint {
  const { NO_COLOR = '', FORCE_COLOR, TERM } = variables;
  const styled =
    FORCE_COLOR === undefined
      ? isTTY === true && NO_COLOR === '' && TERM !== 'dumb'
      : !['0', 'false'].includes(FORCE_COLOR);
  // The stream is checked above: it may be a substitute that Node does not recognize.
  return styled ? (style, text) => styleText(style, text, { validateStream: false }) : plain;
}

/** The width that text on a terminal is wrapped to. */
export function lineWidth({ columns = WIDEST }: Terminal): number {
  return Math.min(columns, WIDEST);
}

/** A text in one line of at most `width` characters; a longer one ends with `…`. */
export function shorten(text: string, width: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/**
 * A text in lines of at most `width` characters, indented by `indent`, the first by `first`. A longer word is kept
 * whole, so that it can be copied.
 */
export function wrap(text: string, width: number, indent = '', first = indent): string {
  const help = new Help();
  help.minWidthToWrap = 0;
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const hanging = Math.max(indent.length, first.length);
  return first + help.boxWrap(line, width - hanging).replaceAll('\n', `\n${indent}`);
}
