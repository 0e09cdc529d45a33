import { Construct } from 'constructs';
import type { Columns } from './column';
import type { Expectation } from './expectation';
import { columnNameProblems, didYouMean, nameProblems } from './identifier';
import type { Input } from './input';
import { Layer } from './layer';
import { readCondition } from './sql';
import type { Transform } from './transform';

/** The kinds of dataset that a pipeline can hold, as the lineage manifest names them. */
export type DatasetKind =
  | 'kafka_stream'
  | 'streaming_table'
  | 'materialized_view'
  | 'temporary_view'
  | 'published_view'
  | 'auto_cdc_table';

/** What every dataset has. */
export interface DatasetProps {
  /** What a row is and where it comes from, for people who read the catalog. */
  readonly comment: string;

  /** The contract: every column of the dataset with type and comment, in the order of the table. */
  readonly columns: Columns;

  /**
   * Rules that every row is expected to meet.
   * @default - no rules
   */
  readonly expectations?: readonly Expectation[];
}

/** What every dataset has that is stored as a table. */
export interface TableProps extends DatasetProps {
  /**
   * Columns that together tell one row from another: the grain of the table. Data-quality checks hold the table
   * to it; the pipeline itself does not.
   * @default - the grain is not stated
   */
  readonly primaryKey?: readonly string[];

  /**
   * Datasets whose primary key is the named column: each value of the column, if there is one, is a row there.
   * Held by data-quality checks, not by the pipeline.
   * @default - no references
   */
  readonly references?: Readonly<Record<string, Dataset>>;

  /**
   * Columns of the liquid clustering key, most filtered first.
   * @default - not clustered
   * @see https://docs.databricks.com/aws/en/delta/clustering
   */
  readonly clusterBy?: readonly string[];

  /**
   * Properties of the table, besides those that the dataset sets itself.
   * @default - none
   */
  readonly tableProperties?: Readonly<Record<string, string>>;
}

/**
 * A node of the medallion graph: something with rows that people or other datasets can read.
 *
 * Its id is its name in the catalog. What is wrong with it is collected by validation, never thrown, so that
 * one run tells everything.
 */
export abstract class Dataset extends Construct {
  /** What kind of dataset this is. */
  abstract readonly kind: DatasetKind;

  /** Whether another dataset may read only what is new in this one. */
  abstract readonly streamable: boolean;

  /** Name in the catalog. */
  readonly name: string;
  readonly comment: string;
  readonly columns: Columns;
  readonly expectations: readonly Expectation[];
  readonly primaryKey: readonly string[];
  readonly references: Readonly<Record<string, Dataset>>;
  readonly clusterBy: readonly string[];

  /** The layer that holds this dataset. */
  readonly layer: Layer;

  /** What this dataset reads; read anew each time, so that what was added to `inputs` later is seen. */
  abstract readonly inputs: readonly Input[];

  /** The Python function that computes the rows; nothing for kinds that have none. */
  readonly transform?: Transform;

  private readonly givenProperties: Readonly<Record<string, string>>;

  protected constructor(scope: Construct, name: string, props: TableProps) {
    super(scope, Layer.freeId(scope, name));
    this.name = name;
    this.comment = props.comment;
    this.columns = props.columns;
    this.expectations = props.expectations ?? [];
    this.primaryKey = props.primaryKey ?? [];
    this.references = props.references ?? {};
    this.clusterBy = props.clusterBy ?? [];
    this.givenProperties = props.tableProperties ?? {};
    this.layer = Layer.of(scope);
    this.layer.add(this);
    this.node.addValidation({ validate: () => this.problems() });
  }

  /**
   * Properties of the table. One that a materialized view reads tracks its rows: without it the view is never
   * refreshed incrementally.
   *
   * @see https://docs.databricks.com/aws/en/ldp/incremental-refresh/
   */
  get tableProperties(): Readonly<Record<string, string>> {
    return this.isReadByMaterializedView()
      ? { 'delta.enableRowTracking': 'true', ...this.givenProperties }
      : this.givenProperties;
  }

  /** Everything that is wrong with this dataset by itself; a kind adds what only it can know. */
  protected problems(): string[] {
    return [
      ...this.nameAndCommentProblems(),
      ...this.columnProblems(),
      ...this.expectations.flatMap((expectation, index) => this.expectationProblems(expectation, index)),
      ...this.unknownColumns('primaryKey', this.primaryKey),
      ...this.unknownColumns('clusterBy', this.clusterBy),
      ...this.unknownColumns('references', Object.keys(this.references)),
      ...Object.entries(this.references).flatMap(([column, dataset]) =>
        this.referenceProblems(column, dataset),
      ),
      ...(this.transform && this.inputs.length === 0
        ? [`has no inputs: a ${this.kind.replaceAll('_', ' ')} reads at least one dataset.`]
        : []),
      ...this.inputs.flatMap((input) => this.inputProblems(input)),
      ...(this.transform?.problems(this.inputs) ?? []),
    ];
  }

  protected nameAndCommentProblems(): string[] {
    return [
      ...nameProblems('dataset', this.name),
      ...(this.comment.trim() === ''
        ? ['comment is empty. Say what a row is, for people who read the catalog.']
        : []),
    ];
  }

  /** A problem for each of `names` that is not a column. */
  protected unknownColumns(
    property: string,
    names: readonly string[],
    known = Object.keys(this.columns),
  ): string[] {
    return names
      .filter((name) => !known.includes(name))
      .map((name) => {
        const columns = known.join(', ');
        return `${property} names '${name}', which is not one of its columns (${columns}).${didYouMean(name, known)}`;
      });
  }

  protected columnProblems(): string[] {
    const names = Object.keys(this.columns);
    const twice = names.filter(
      (name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index,
    );
    return [
      ...(names.length === 0 ? ['has no columns. Declare each with type and comment.'] : []),
      ...names.flatMap(columnNameProblems),
      ...twice.map(
        (name) => `column '${name}' is declared twice: Spark does not tell upper from lower case.`,
      ),
    ];
  }

  private expectationProblems(
    { name, rule, toleratedFailureRate: rate }: Expectation,
    index: number,
  ): string[] {
    const twice = this.expectations.findIndex((other) => other.name === name) !== index;
    const reading = readCondition(rule);
    const lowerCase = new Map(Object.keys(this.columns).map((column) => [column.toLowerCase(), column]));
    const unknown = reading.columns.filter((column) => !lowerCase.has(column.toLowerCase()));
    return [
      ...nameProblems('expectation', name),
      ...(twice ? [`expectation '${name}' is declared twice. Give each rule a name of its own.`] : []),
      ...(reading.problem ? [`expectation '${name}': ${reading.problem}`] : []),
      ...this.unknownColumns(`expectation '${name}'`, unknown),
      ...(rate !== undefined && !(rate >= 0 && rate <= 1)
        ? [
            `expectation '${name}': toleratedFailureRate is ${rate}. Give a share from 0 (no row may fail) to 1 (all may).`,
          ]
        : []),
    ];
  }

  private referenceProblems(column: string, { name, primaryKey, layer }: Dataset): string[] {
    if (layer.pipeline !== this.layer.pipeline) {
      return [
        `references has '${column}' in ${name} of another pipeline. Reference datasets of this one only.`,
      ];
    }
    return primaryKey.join() === column
      ? []
      : [
          `references has '${column}' in ${name}, whose primary key is (${primaryKey.join(', ')}). A reference is by a key of one column with the same name.`,
        ];
  }

  private isReadByMaterializedView(): boolean {
    if (this.kind === 'temporary_view' || this.kind === 'published_view') return false;
    return this.layer.pipeline.datasets.some(
      (reader) =>
        reader.kind === 'materialized_view' && reader.inputs.some(({ dataset }) => dataset === this),
    );
  }

  private inputProblems({ name, dataset, read }: Input): string[] {
    const reader = `input '${name}' is ${dataset.name}`;
    if (dataset.layer.pipeline !== this.layer.pipeline) {
      return [
        `${reader} of pipeline '${dataset.layer.pipeline.node.id}'. A pipeline reads its own datasets only.`,
      ];
    }
    const problems = [];
    if (dataset.layer.position > this.layer.position) {
      problems.push(
        `${reader} of the later layer '${dataset.layer.node.id}'. Data flows ${this.layer.pipeline.layers.map(({ node }) => node.id).join(' → ')}: move one of the two.`,
      );
    }
    if (read === 'stream' && !dataset.streamable) {
      problems.push(
        `${reader}, a ${dataset.kind.replaceAll('_', ' ')}, which cannot be read as a stream because its rows change. Make this dataset a materialized view, or read the streaming table behind it.`,
      );
    }
    return problems;
  }
}
