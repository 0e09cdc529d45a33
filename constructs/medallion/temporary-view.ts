import type { Construct } from 'constructs';
import { Dataset, type DatasetProps } from './dataset';
import { type Input, type Inputs, inputsOf, type ReadMode } from './input';
import { Transform } from './transform';

/** What a temporary view needs beyond what every dataset has. */
export interface TemporaryViewProps extends DatasetProps {
  /** Python function that computes the rows; the file, from the project's root. */
  readonly transform: string;

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
  readonly inputs: readonly Input[];
  override readonly transform: Transform;

  constructor(scope: Construct, name: string, props: TemporaryViewProps) {
    super(scope, name, props);
    const read = props.read ?? 'batch';
    this.streamable = read === 'stream';
    this.inputs = inputsOf(props.inputs, read);
    this.transform = new Transform(this.layer.pipeline.projectRoot, props.transform);
  }
}
