import type { Construct } from 'constructs';
import { Dataset, type DatasetProps, type Input, type Inputs, inputsOf, type ReadMode } from '../graph';
import { Transform } from '../sources/transform';

/** What a temporary view needs. It takes no expectations: rules belong to the tables that store and count rows. */
export interface TemporaryViewProps extends Omit<DatasetProps, 'expectations'> {
  /**
   * File of the Python function that computes the rows, from the project's root; the function has the file's name.
   * @default - `notebooks/<layer>/<name without the layer's prefix>.py`
   */
  readonly transform?: string;

  /** What the function reads, by parameter name. */
  readonly inputs: Inputs;

  /**
   * How the inputs are read: `stream` for a view that feeds streaming tables, `batch` for one that feeds
   * materialized views.
   * @default 'batch'
   */
  readonly read?: ReadMode;
}

/**
 * A query that only the pipeline itself can read; nothing is stored.
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
}
