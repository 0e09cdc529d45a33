import type { Construct } from 'constructs';
import {
  Dataset,
  type Input,
  type Inputs,
  inputsOf,
  type ReadMode,
  type TableProps,
  undefinedInputs,
} from '../graph';
import { Transform } from '../sources/transform';
import { Quarantine } from './quarantine';

/** Properties of a table whose rows are computed by a Python function. */
export interface ComputedTableProps extends TableProps {
  /**
   * Path of the Python file that computes the rows, relative to the project root. Its function has the file's name.
   * @default - `notebooks/<layer>/<name without the layer prefix>.py`
   */
  readonly transform?: string;

  /** What the function reads, by parameter name: any dataset of this layer or an earlier one. */
  readonly inputs: Inputs;

  /**
   * Whether rows dropped by an `expectOrDrop` rule are kept in `<name>_quarantine`, along with the names of all rules
   * they failed.
   * @default false
   */
  readonly quarantine?: boolean;
}

/** A table whose rows are computed from other datasets by a Python function. */
export abstract class ComputedTable extends Dataset {
  abstract override readonly kind: 'streaming_table' | 'materialized_view';
  override readonly transform: Transform;

  /** The rows that this table dropped; undefined without a quarantine. */
  readonly quarantine?: Quarantine;

  private readonly given: Inputs;

  /** @param read how this kind of table reads its inputs */
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
  protected override undefinedInputs(): readonly string[] {
    return undefinedInputs(this.given);
  }
}
