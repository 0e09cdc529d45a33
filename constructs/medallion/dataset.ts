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
  readonly clusterBy: readonly string[];
  readonly tableProperties: Readonly<Record<string, string>>;

  /** The layer that holds this dataset. */
  readonly layer: Layer;

  /** What this dataset reads; read anew each time, so that what was added to `inputs` later is seen. */
  abstract readonly inputs: readonly Input[];

  /** The Python function that computes the rows; nothing for kinds that have none. */
  readonly transform?: Transform;

  protected constructor(scope: Construct, name: string, props: TableProps) {
    super(scope, Layer.freeId(scope, name));
    this.name = name;
    this.comment = props.comment;
    this.columns = props.columns;
    this.expectations = props.expectations ?? [];
    this.clusterBy = props.clusterBy ?? [];
    this.tableProperties = props.tableProperties ?? {};
    this.layer = Layer.of(scope);
    this.layer.add(this);
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** Everything that is wrong with this dataset by itself; a kind adds what only it can know. */
  protected problems(): string[] {
    return [
      ...this.nameAndCommentProblems(),
      ...this.columnProblems(),
      ...this.expectations.flatMap((expectation, index) => this.expectationProblems(expectation, index)),
      ...this.unknownColumns('clusterBy', this.clusterBy),
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

  private expectationProblems({ name, rule }: Expectation, index: number): string[] {
    const twice = this.expectations.findIndex((other) => other.name === name) !== index;
    const reading = readCondition(rule);
    const lowerCase = new Map(Object.keys(this.columns).map((column) => [column.toLowerCase(), column]));
    const unknown = reading.columns.filter((column) => !lowerCase.has(column.toLowerCase()));
    return [
      ...nameProblems('expectation', name),
      ...(twice ? [`expectation '${name}' is declared twice. Give each rule a name of its own.`] : []),
      ...(reading.problem ? [`expectation '${name}': ${reading.problem}`] : []),
      ...this.unknownColumns(`expectation '${name}'`, unknown),
    ];
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
