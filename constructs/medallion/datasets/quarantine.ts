import { array, string } from '../column';
import { Dataset, type Input } from '../graph';
import type { GeneratedName } from '../rendering/notebook-names';
import type { Transform } from '../sources/transform';

/** A table whose function returns more rows than it keeps. */
type FilteredTable = Dataset & { readonly transform: Transform };

/**
 * The rows that a table dropped, in full, with the names of all rules they failed.
 *
 * It is the exact complement of its table: together they contain every row that the function returned. Only rules
 * that drop rows fill it; `warn` and `fail` rules keep their behavior. Its table creates it, never create it by hand.
 */
export class Quarantine extends Dataset {
  override readonly transform: Transform;

  /** The table whose dropped rows it holds. */
  readonly of: FilteredTable;

  constructor(table: FilteredTable) {
    super(table, `${table.name}_quarantine`, {
      comment: `Rows rejected by ${table.name}, with the names of the rules they fail.`,
      columns: {
        ...table.columns,
        failed_expectations: array(string('Rule name'), 'Names of all rules the row failed'),
      },
    });
    this.transform = table.transform;
    this.of = table;
  }

  get kind() {
    return this.of.kind;
  }

  get streamable() {
    return this.of.streamable;
  }

  get inputs(): readonly Input[] {
    return this.of.inputs;
  }

  override get generatedNames(): readonly GeneratedName[] {
    return [['rejected_rows', 'the code that fills a quarantine']];
  }

  protected override problems(): string[] {
    // The table reports problems with inputs, function and columns, which the quarantine shares.
    return this.of.expectations.some(({ action }) => action === 'drop')
      ? []
      : [
          `${this.of.name} has a quarantine, but none of its rules drops rows. Use expectOrDrop, or remove the quarantine.`,
        ];
  }
}
