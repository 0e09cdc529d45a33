import type { Construct } from 'constructs';
import { ComputedTable, type ComputedTableProps } from './computed-table';

/** What a streaming table needs. Each input is read as a stream: only rows that are new. */
export interface StreamingTableProps extends ComputedTableProps {}

/**
 * A table that processes each row of its inputs once and only ever grows.
 *
 * @see https://docs.databricks.com/aws/en/ldp/streaming-tables
 */
export class StreamingTable extends ComputedTable {
  readonly kind = 'streaming_table';
  readonly streamable = true;

  constructor(scope: Construct, name: string, props: StreamingTableProps) {
    super(scope, name, props, 'stream');
  }
}
