import type { Construct } from 'constructs';
import { Dataset, type TableProps } from './dataset';
import { type Input, type Inputs, inputsOf } from './input';
import { Quarantine } from './quarantine';
import { Transform } from './transform';

/** What a streaming table needs beyond what every table has. */
export interface StreamingTableProps extends TableProps {
  /** Python function that computes the rows; the file, from the project's root. */
  readonly transform: string;

  /** What the function reads, by parameter name. Each is read as a stream: only rows that are new. */
  readonly inputs: Inputs;

  /**
   * Whether rows that an `expectOrDrop` rule turns away are kept in `<name>_quarantine`, with the names of
   * all rules they fail.
   * @default false
   */
  readonly quarantine?: boolean;
}

/**
 * A table that processes each row of its inputs once and only ever grows.
 *
 * @see https://docs.databricks.com/aws/en/ldp/streaming-tables
 */
export class StreamingTable extends Dataset {
  readonly kind = 'streaming_table';
  readonly streamable = true;
  override readonly transform: Transform;

  /** What this table turned away; nothing if it keeps no quarantine. */
  readonly quarantine?: Quarantine;

  private readonly given: Inputs;

  constructor(scope: Construct, name: string, props: StreamingTableProps) {
    super(scope, name, props);
    this.given = props.inputs;
    this.transform = new Transform(this.layer.pipeline.projectRoot, props.transform);
    if (props.quarantine) this.quarantine = new Quarantine(this);
  }

  get inputs(): readonly Input[] {
    return inputsOf(this.given, 'stream');
  }
}
