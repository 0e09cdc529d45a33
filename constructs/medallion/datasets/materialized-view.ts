import type { Construct } from 'constructs';
import { ComputedTable, type ComputedTableProps } from './computed-table';

/** Properties of a {@link MaterializedView}. Each update reads its inputs in full. */
export interface MaterializedViewProps extends ComputedTableProps {}

/**
 * A table that always equals the result of its query. Databricks refreshes it incrementally where possible and
 * recomputes it otherwise.
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
