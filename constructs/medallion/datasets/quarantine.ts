import { array, string } from '../column';
import { Dataset, type Input } from '../graph';
import type { GeneratedName } from '../rendering/notebook-names';
import type { Transform } from '../sources/transform';

/** A table whose function returns more rows than it keeps. */
type FilteredTable = Dataset & { readonly transform: Transform };

/**
 * The rows that a table dropped, whole, with the names of all rules they fail.
 *
 * The exact complement of its table: together they hold every row that the function returned. Only rules that
 * drop rows fill it; a warning stays a warning and a failure a failure. Created by its table, never by hand.
 */
export class Quarantine extends Dataset {
  override readonly transform: Transform;

  /** The table whose rejected rows these are. */
  readonly of: FilteredTable;

  constructor(table: FilteredTable) {
    super(table, `${table.name}_quarantine`, {
      comment: `Rows rejected by ${table.name}, with the names of the rules they fail.`,
      columns: {
        ...table.columns,
        failed_expectations: array(string('name of a rule'), 'Names of all rules that the row fails'),
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
    // Inputs, function and columns are those of the table, which reports them.
    return this.of.expectations.some(({ action }) => action === 'drop')
      ? []
      : [
          `${this.of.name} keeps a quarantine, but no rule drops rows. Use expectOrDrop, or leave the quarantine out.`,
        ];
  }
}
