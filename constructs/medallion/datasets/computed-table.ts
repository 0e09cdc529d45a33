import type { Construct } from 'constructs';
import { Dataset, type Input, type Inputs, inputsOf, type ReadMode, type TableProps } from '../graph';
import { Transform } from '../sources/transform';
import { Quarantine } from './quarantine';

/** What a table needs whose rows a Python function computes. */
export interface ComputedTableProps extends TableProps {
  /**
   * File of the Python function that computes the rows, from the project's root; the function has the file's name.
   * @default - `notebooks/<layer>/<name without the layer's prefix>.py`
   */
  readonly transform?: string;

  /** What the function reads, by parameter name. Any dataset of this or an earlier layer. */
  readonly inputs: Inputs;

  /**
   * Whether rows that an `expectOrDrop` rule drops are kept in `<name>_quarantine`, with the names of
   * all rules they fail.
   * @default false
   */
  readonly quarantine?: boolean;
}

/** A table whose rows a Python function computes from other datasets. */
export abstract class ComputedTable extends Dataset {
  abstract override readonly kind: 'streaming_table' | 'materialized_view';
  override readonly transform: Transform;

  /** What this table dropped; nothing if it keeps no quarantine. */
  readonly quarantine?: Quarantine;

  private readonly given: Inputs;

  /** @param read how the kind reads its inputs */
  protected constructor(
    scope: Construct,
    name: string,
    props: ComputedTableProps,
    private readonly read: ReadMode,
  ) {
    super(scope, name, props);
    this.given = props.inputs;
    this.transform = new Transform(this.layer.pipeline, props.transform ?? this.conventionalFile('py'));
    if (props.quarantine) this.quarantine = new Quarantine(this);
  }

  get inputs(): readonly Input[] {
    return inputsOf(this.given, this.read);
  }
}
