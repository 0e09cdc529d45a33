import { UserError } from '../terminal/user-error';
import type { NewTable } from './new-table';
import type { TableDraft } from './table-draft';

/** The page that says of each materialized view what an update costs. */
export const COSTS_FILE = 'docs/tables.md';

const COSTS_HEADING = '## What an update costs';

/** The page of costs with a row for a new materialized view, behind the rows that are there. */
export function withCostRow(page: string, { dataset, input }: NewTable, { form }: TableDraft): string {
  const costs = page.indexOf(COSTS_HEADING);
  const rows = [...page.matchAll(/^\|.*\|\n/gm)].filter(({ index }) => costs >= 0 && index > costs);
  const last = rows.at(-1);
  if (!last) {
    throw new UserError(
      `${COSTS_FILE} has no table under '${COSTS_HEADING}', which a row for the new table would be added to: add it by hand.`,
    );
  }
  // As wide as the cells of the last row, so that the table stays a table to read.
  const widths = last[0].split('|').map(({ length }) => length - 2);
  const cells = [`\`${dataset}\``, `form allows it: ${form}`, `all of ${input.name}`];
  const row = cells.map((cell, index) => ` ${cell.padEnd(widths[index + 1] ?? 0)} `).join('|');
  const end = last.index + last[0].length;
  return `${page.slice(0, end)}|${row}|\n${page.slice(end)}`;
}
