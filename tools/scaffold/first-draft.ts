import type { NewTable } from './new-table';
import { hasTime, rowsByDay } from './rows-by-day';
import { selectedColumns } from './selected-columns';
import type { TableDraft } from './table-draft';

/** Rows by day for gold, what the input has for everything else. */
export function draftOf(table: NewTable): TableDraft {
  const counts = table.layer.node.id === 'gold' && table.kind === 'materialized-view' && hasTime(table.input);
  return counts ? rowsByDay(table) : selectedColumns(table);
}
