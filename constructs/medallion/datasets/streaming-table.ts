import type { Construct } from 'constructs';
import type { GeneratedName } from '../rendering/notebook-names';
import { ComputedTable, type ComputedTableProps } from './computed-table';
import { type Deduplication, deduplicationProblems } from './deduplication';

/** Properties of a {@link StreamingTable}. Each input is read as a stream, so an update sees only new rows. */
export interface StreamingTableProps extends ComputedTableProps {
  /**
   * How repeated deliveries are recognized, so that the function sees each event once.
   * @default - no deduplication
   */
  readonly deduplicate?: Deduplication;
}

/**
 * An append-only table that processes each input row once.
 *
 * @see https://docs.databricks.com/aws/en/ldp/streaming-tables
 */
export class StreamingTable extends ComputedTable {
  readonly kind = 'streaming_table';
  readonly streamable = true;

  /** How repeated deliveries are recognized; undefined without deduplication. */
  readonly deduplicate?: Deduplication;

  constructor(scope: Construct, name: string, props: StreamingTableProps) {
    super(scope, name, props, 'stream');
    this.deduplicate = props.deduplicate;
  }

  override get generatedNames(): readonly GeneratedName[] {
    return this.deduplicate ? [['read_once', 'the code that takes each row once']] : [];
  }

  protected override problems(): string[] {
    return [
      ...super.problems(),
      ...(this.deduplicate ? deduplicationProblems(this.deduplicate, this.inputs) : []),
    ];
  }
}
