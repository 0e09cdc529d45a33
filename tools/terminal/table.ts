import CliTable, { type HorizontalAlignment } from 'cli-table3';

/** A cell of a table; it may span several columns. */
export type Cell =
  | string
  | { readonly content: string; readonly colSpan: number; readonly hAlign?: HorizontalAlignment };

/** Rows as lines without borders: columns are as wide as their longest cell and `gap` spaces apart. */
export function tableLines(
  rows: readonly (readonly Cell[])[],
  colAligns: readonly HorizontalAlignment[],
  gap = 2,
): string[] {
  const table = new CliTable({
    // The library counts a character between columns, whether there is one or not.
    chars: { ...Object.fromEntries(BORDERS.map((border) => [border, ''])), middle: ' ' },
    colAligns: [...colAligns],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap - 1 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

const BORDERS = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
];
