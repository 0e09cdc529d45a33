import type { Construct } from 'constructs';
import type { GeneratedName } from '../rendering/notebook-names';
import { ComputedTable, type ComputedTableProps } from './computed-table';
import { type Deduplication, deduplicationProblems } from './deduplication';

/** What a streaming table needs. Each input is read as a stream: only rows that are new. */
export interface StreamingTableProps extends ComputedTableProps {
  /**
   * How rows that come again are recognised, so that the function is given each once.
   * @default - every row of the inputs counts
   */
  readonly deduplicate?: Deduplication;
}

/**
 * A table that processes each row of its inputs once and only ever grows.
 *
 * @see https://docs.databricks.com/aws/en/ldp/streaming-tables
 */
export class StreamingTable extends ComputedTable {
  readonly kind = 'streaming_table';
  readonly streamable = true;

  /** How rows that come again are recognised; nothing if every row counts. */
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
