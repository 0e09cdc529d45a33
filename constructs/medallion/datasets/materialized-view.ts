import type { Construct } from 'constructs';
import { ComputedTable, type ComputedTableProps } from './computed-table';

/** What a materialized view needs. Each input is read whole, as it is at the time of the update. */
export interface MaterializedViewProps extends ComputedTableProps {}

/**
 * A table that always equals its query: Databricks refreshes it incrementally where it can and
 * recomputes it where it cannot.
 *
 * @see https://docs.databricks.com/aws/en/ldp/materialized-views
 */
export class MaterializedView extends ComputedTable {
  readonly kind = 'materialized_view';
  readonly streamable = false;

  constructor(scope: Construct, name: string, props: MaterializedViewProps) {
    super(scope, name, props, 'batch');
  }
}
