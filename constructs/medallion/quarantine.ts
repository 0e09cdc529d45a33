import { array, string } from './column';
import { Dataset } from './dataset';
import type { Input } from './input';
import type { MaterializedView } from './materialized-view';
import type { StreamingTable } from './streaming-table';
import type { Transform } from './transform';

/**
 * The rows that a table turned away, whole, with the names of all rules they fail.
 *
 * The exact complement of its table: together they hold every row that the function returned. Only rules that
 * drop rows fill it; a warning stays a warning and a failure a failure. Created by its table, never by hand.
 */
export class Quarantine extends Dataset {
  readonly kind: 'streaming_table' | 'materialized_view';
  readonly streamable: boolean;
  override readonly transform: Transform;

  /** The table whose rejected rows these are. */
  readonly of: StreamingTable | MaterializedView;

  constructor(table: StreamingTable | MaterializedView) {
    super(table, `${table.name}_quarantine`, {
      comment: `Rows that ${table.name} turned away, with the rules they fail.`,
      columns: {
        ...table.columns,
        failed_expectations: array(string('name of a rule'), 'Names of all rules that the row fails'),
      },
    });
    this.kind = table.kind;
    this.streamable = table.streamable;
    this.transform = table.transform;
    this.of = table;
  }

  get inputs(): readonly Input[] {
    return this.of.inputs;
  }

  protected override problems(): string[] {
    // Inputs, function and columns are those of the table, which reports them.
    return this.of.expectations.some(({ action }) => action === 'drop')
      ? []
      : [
          `${this.of.name} keeps a quarantine, but no rule drops rows. Use expectOrDrop, or leave the quarantine out.`,
        ];
  }
}
