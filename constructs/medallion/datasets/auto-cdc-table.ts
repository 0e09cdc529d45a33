import type { Construct } from 'constructs';
import type { Column, Columns } from '../column';
import { Dataset, type DatasetProps, type Input, type Inputs, type TableProps } from '../graph';
import { readCondition } from '../sources/sql';
import { TemporaryView, type TemporaryViewProps } from './temporary-view';

/** Properties of an {@link AutoCdcTable}. */
export interface AutoCdcTableProps extends Omit<TableProps, 'primaryKey'> {
  /**
   * Path of the Python file that computes the changes, relative to the project root. Its function has the file's name.
   * @default - `notebooks/<layer>/<name without the layer prefix>.py`
   */
  readonly transform?: string;

  /** What the function reads, by parameter name. Each input is read as a stream, so the function sees only new rows. */
  readonly inputs: Inputs;

  /** Columns that identify a row: changes with the same keys apply to the same row. */
  readonly keys: readonly string[];

  /** Column that orders the changes of a key, even if they arrive out of order. Never NULL. */
  readonly sequenceBy: string;

  /** Whether the table keeps the latest version of each key (1) or every version (2). */
  readonly scdType: 1 | 2;

  /**
   * Condition over the columns: a change that matches it deletes its key.
   * @default - no change deletes a key
   */
  readonly applyAsDeletes?: string;

  /**
   * Columns that the function returns but the table does not store, such as the sequence column.
   * @default - all columns are stored
   */
  readonly exceptColumns?: readonly string[];

  /**
   * Columns whose change starts a new version. If only other columns change, the current version is updated in place.
   * SCD type 2 only.
   * @default - all stored columns except the keys
   */
  readonly trackHistory?: readonly string[];
}

/**
 * A table maintained from a stream of changes: the latest state of each key, or its full history.
 *
 * `columns` describes what the function returns. An SCD type 2 table also has `__START_AT` and `__END_AT`: the
 * sequence values at which a version started and ended. `__END_AT` is NULL for the current version. Expectations
 * are checked on the changes before they are applied.
 *
 * @see https://docs.databricks.com/aws/en/ldp/cdc
 */
export class AutoCdcTable extends Dataset {
  readonly kind = 'auto_cdc_table';
  readonly streamable = false;
  readonly inputs: readonly Input[];

  /** The changes applied to the table, as the function returns them. */
  readonly changes: TemporaryView;

  readonly keys: readonly string[];
  readonly sequenceBy: string;
  readonly scdType: 1 | 2;
  readonly applyAsDeletes?: string;
  readonly exceptColumns: readonly string[];
  readonly trackHistory: readonly string[];

  private readonly historyTracked?: readonly string[];

  constructor(scope: Construct, name: string, props: AutoCdcTableProps) {
    const { expectations, ...table } = props;
    const columns = storedColumns(props);
    const keys = props.keys.filter((key) => key in columns);
    super(scope, name, {
      ...table,
      columns,
      primaryKey: props.scdType === 2 ? [...keys, '__START_AT'] : keys,
    });
    this.changes = new Changes(this, `${name}_changes`, {
      comment: `Changes applied to ${name}.`,
      columns: props.columns,
      expectations,
      transform: props.transform ?? this.conventionalFile('py'),
      inputs: props.inputs,
      read: 'stream',
    });
    this.inputs = [
      { name: this.changes.name, parameter: this.changes.name, dataset: this.changes, read: 'stream' },
    ];
    this.keys = props.keys;
    this.sequenceBy = props.sequenceBy;
    this.scdType = props.scdType;
    this.applyAsDeletes = props.applyAsDeletes;
    this.exceptColumns = props.exceptColumns ?? [];
    this.historyTracked = props.trackHistory;
    this.trackHistory =
      props.trackHistory ?? this.storedChanges.filter((column) => !this.keys.includes(column));
  }

  protected override problems(): string[] {
    const changes = Object.keys(this.changes.columns);
    const deletes = this.applyAsDeletes === undefined ? undefined : readCondition(this.applyAsDeletes);
    return [
      ...super.problems(),
      ...(this.keys.length === 0 ? ['has no keys. Name the columns that identify a row.'] : []),
      ...this.unknownColumns('keys', this.keys, changes),
      ...this.unknownColumns('sequenceBy', [this.sequenceBy], changes),
      ...this.unknownColumns('exceptColumns', this.exceptColumns, changes),
      ...this.keys
        .filter((key) => this.exceptColumns.includes(key))
        .map(
          (key) =>
            `exceptColumns names '${key}', which is a key. Keys are always stored: remove it from exceptColumns.`,
        ),
      ...(deletes?.problem ? [`applyAsDeletes: ${deletes.problem}`] : []),
      ...this.unknownColumns('applyAsDeletes', deletes?.columns ?? [], changes),
      ...this.unknownColumns('trackHistory', this.historyTracked ?? [], this.storedChanges),
      ...(this.historyTracked && this.scdType === 1
        ? [
            'trackHistory is set, but an SCD type 1 table keeps no history. Use scdType 2, or remove trackHistory.',
          ]
        : []),
    ];
  }

  /** The view of the changes reports problems with the columns, so the table does not repeat them. */
  protected override columnProblems(): string[] {
    return [];
  }

  private get storedChanges(): string[] {
    return Object.keys(this.changes.columns).filter((column) => !this.exceptColumns.includes(column));
  }
}

/** The changes of a table. Its expectations come from the table; the table's flow counts the failures. */
class Changes extends TemporaryView {
  constructor(
    scope: Construct,
    name: string,
    props: TemporaryViewProps & Pick<DatasetProps, 'expectations'>,
  ) {
    super(scope, name, props);
  }

  /** The view is named after the table, which already reports problems with the name. */
  protected override nameAndCommentProblems(): string[] {
    return [];
  }
}

/** Return the columns of the table itself: the stored columns of a change and, for type 2, the validity period. */
function storedColumns(props: AutoCdcTableProps): Columns {
  const stored = Object.entries(props.columns).filter(([name]) => !props.exceptColumns?.includes(name));
  const sequence: Column | undefined = props.columns[props.sequenceBy];
  // Validation reports an unknown sequence column; until then its type does not matter.
  const type = sequence?.type ?? 'TIMESTAMP';
  return {
    ...Object.fromEntries(stored),
    ...(props.scdType === 2
      ? {
          __START_AT: { type, comment: `${props.sequenceBy} of the change that started this version` },
          __END_AT: {
            type,
            comment: `${props.sequenceBy} of the change that ended this version; NULL for the current one`,
          },
        }
      : {}),
  };
}
