import type { Construct } from 'constructs';
import { Dataset, type TableProps } from './dataset';
import { type Input, type Inputs, inputsOf } from './input';
import { Quarantine } from './quarantine';
import { Transform } from './transform';

/** What a materialized view needs beyond what every table has. */
export interface MaterializedViewProps extends TableProps {
  /** Python function that computes the rows; the file, from the project's root. */
  readonly transform: string;

  /** What the function reads, by parameter name. Any dataset of this or an earlier layer. */
  readonly inputs: Inputs;

  /**
   * Whether rows that an `expectOrDrop` rule turns away are kept in `<name>_quarantine`, with the names of
   * all rules they fail.
   * @default false
   */
  readonly quarantine?: boolean;
}

/**
 * A table that always equals its query: Databricks refreshes it incrementally where it can and
 * recomputes it where it cannot.
 *
 * @see https://docs.databricks.com/aws/en/ldp/materialized-views
 */
export class MaterializedView extends Dataset {
  readonly kind = 'materialized_view';
  readonly streamable = false;
  override readonly transform: Transform;

  /** What this view turned away; nothing if it keeps no quarantine. */
  readonly quarantine?: Quarantine;

  private readonly given: Inputs;

  constructor(scope: Construct, name: string, props: MaterializedViewProps) {
    super(scope, name, props);
    this.given = props.inputs;
    this.transform = new Transform(this.layer.pipeline.projectRoot, props.transform);
    if (props.quarantine) this.quarantine = new Quarantine(this);
  }

  get inputs(): readonly Input[] {
    return inputsOf(this.given, 'batch');
  }
}
