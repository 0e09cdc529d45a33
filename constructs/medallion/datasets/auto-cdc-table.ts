import type { Construct } from 'constructs';
import type { Column, Columns } from '../column';
import { Dataset, type DatasetProps, type Input, type Inputs, type TableProps } from '../graph';
import { readCondition } from '../sources/sql';
import { TemporaryView, type TemporaryViewProps } from './temporary-view';

/** What a table needs that is kept by change data capture. */
export interface AutoCdcTableProps extends Omit<TableProps, 'primaryKey'> {
  /**
   * File of the Python function that computes the changes, from the project's root; the function has the file's name.
   * @default - `notebooks/<layer>/<name without the layer's prefix>.py`
   */
  readonly transform?: string;

  /** What the function reads, by parameter name. Each is read as a stream: only rows that are new. */
  readonly inputs: Inputs;

  /** Columns that tell one thing from another: changes with the same keys are changes of the same row. */
  readonly keys: readonly string[];

  /** Column that orders the changes of a key, however late they come. Never NULL. */
  readonly sequenceBy: string;

  /** Whether the table keeps the latest version of each key (1) or every version (2). */
  readonly scdType: 1 | 2;

  /**
   * Condition over the columns: a change that meets it deletes its key.
   * @default - no change deletes
   */
  readonly applyAsDeletes?: string;

  /**
   * Columns of `columns` that the function returns but the table does not store, such as the sequence.
   * @default - all are stored
   */
  readonly exceptColumns?: readonly string[];

  /**
   * Columns whose change begins a new version; a change of another column alone updates the version there is.
   * SCD type 2 only.
   * @default - all stored columns but the keys
   */
  readonly trackHistory?: readonly string[];
}

/**
 * A table that follows a stream of changes: the latest state of each key, or its history.
 *
 * `columns` is what the function returns. A table of SCD type 2 also has `__START_AT` and `__END_AT`, the
 * sequence at which a version began and ended; `__END_AT` is NULL for the version that holds now. Expectations
 * are checked on the changes, before they are applied.
 *
 * @see https://docs.databricks.com/aws/en/ldp/cdc
 */
export class AutoCdcTable extends Dataset {
  readonly kind = 'auto_cdc_table';
  readonly streamable = false;
  readonly inputs: readonly Input[];

  /** The changes that the table follows, as the function returns them. */
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
      comment: `Changes that ${name} follows.`,
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
      ...(this.keys.length === 0 ? ['has no keys: name the columns that tell one thing from another.'] : []),
      ...this.unknownColumns('keys', this.keys, changes),
      ...this.unknownColumns('sequenceBy', [this.sequenceBy], changes),
      ...this.unknownColumns('exceptColumns', this.exceptColumns, changes),
      ...this.keys
        .filter((key) => this.exceptColumns.includes(key))
        .map((key) => `exceptColumns names '${key}', which is a key. A key is always stored.`),
      ...(deletes?.problem ? [`applyAsDeletes: ${deletes.problem}`] : []),
      ...this.unknownColumns('applyAsDeletes', deletes?.columns ?? [], changes),
      ...this.unknownColumns('trackHistory', this.historyTracked ?? [], this.storedChanges),
      ...(this.historyTracked && this.scdType === 1
        ? ['trackHistory needs scdType 2: a table of type 1 keeps no history.']
        : []),
    ];
  }

  /** The table's columns are those of its changes, which report them. */
  protected override columnProblems(): string[] {
    return [];
  }

  private get storedChanges(): string[] {
    return Object.keys(this.changes.columns).filter((column) => !this.exceptColumns.includes(column));
  }
}

/** The changes of a table. Its rules are the table's, whose flow counts them. */
class Changes extends TemporaryView {
  constructor(
    scope: Construct,
    name: string,
    props: TemporaryViewProps & Pick<DatasetProps, 'expectations'>,
  ) {
    super(scope, name, props);
  }

  /** The view is named after the table: what is wrong with the name is told by the table. */
  protected override nameAndCommentProblems(): string[] {
    return [];
  }
}

/** The columns of the table itself: what is stored of a change and, for type 2, when a version held. */
function storedColumns(props: AutoCdcTableProps): Columns {
  const stored = Object.entries(props.columns).filter(([name]) => !props.exceptColumns?.includes(name));
  const sequence: Column | undefined = props.columns[props.sequenceBy];
  // An unknown sequence is reported by validation; until then its type does not matter.
  const type = sequence?.type ?? 'TIMESTAMP';
  return {
    ...Object.fromEntries(stored),
    ...(props.scdType === 2
      ? {
          __START_AT: { type, comment: `${props.sequenceBy} of the change that began this version` },
          __END_AT: { type, comment: `${props.sequenceBy} of the change that ended it; NULL while it holds` },
        }
      : {}),
  };
}
