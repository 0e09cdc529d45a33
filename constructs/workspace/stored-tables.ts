import type { Dataset } from '../medallion/graph';

/** Whether a dataset is stored as a table that updates bring up to date; a view is computed when it is queried. */
export function isStored({ kind }: Dataset): boolean {
  return kind !== 'temporary_view' && kind !== 'published_view';
}
