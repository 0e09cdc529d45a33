import type { Construct } from 'constructs';
import {
  Dataset,
  type DatasetProps,
  type Input,
  type Inputs,
  inputsOf,
  type ReadMode,
  undefinedInputs,
} from '../graph';
import { Transform } from '../sources/transform';

/** Properties of a {@link TemporaryView}. It has no expectations: rules belong to the tables that store the rows. */
export interface TemporaryViewProps extends Omit<DatasetProps, 'expectations'> {
  /**
   * Path of the Python file that computes the rows, relative to the project root. Its function has the file's name.
   * @default - `notebooks/<layer>/<name without the layer prefix>.py`
   */
  readonly transform?: string;

  /** What the function reads, by parameter name. */
  readonly inputs: Inputs;

  /**
   * How the inputs are read: `stream` for a view read by streaming tables, `batch` for a view read by materialized
   * views.
   * @default 'batch'
   */
  readonly read?: ReadMode;
}

/**
 * A query that only its own pipeline can read. Nothing is stored.
 *
 * @see https://docs.databricks.com/aws/en/ldp/developer/ldp-python-ref-view
 */
export class TemporaryView extends Dataset {
  readonly kind = 'temporary_view';
  readonly streamable: boolean;
  override readonly transform: Transform;

  private readonly given: Inputs;

  constructor(scope: Construct, name: string, props: TemporaryViewProps) {
    super(scope, name, props);
    this.streamable = props.read === 'stream';
    this.given = props.inputs;
    this.transform = new Transform(this.layer.pipeline, props.transform ?? this.conventionalFile('py'));
  }

  get inputs(): readonly Input[] {
    return inputsOf(this.given, this.streamable ? 'stream' : 'batch');
  }
  protected override undefinedInputs(): readonly string[] {
    return undefinedInputs(this.given);
  }
}
