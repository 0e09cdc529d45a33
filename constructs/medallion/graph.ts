import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Columns } from './column';
import { columnProblems, expectationProblems, unknownColumns } from './contract';
import { findCycles } from './dataset-order';
import type { Expectation } from './expectation';
import { nameProblems, snakeCase } from './identifier';
import type { DatasetKind } from './rendering/lineage-schema';
import { type GeneratedName, notebookNameProblems } from './rendering/notebook-names';
import type { Transform } from './sources/transform';

/** What pip installs as one version only, such as `ua-parser==1.0.2`. */
const EXACT_REQUIREMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z, -]+\])?==[^\s=<>*]+$/;

/** Where a pipeline publishes its tables, and where its code is. */
export interface MedallionPipelineProps {
  /** Catalog of Unity Catalog that the tables are published to. */
  readonly catalog: string;

  /** Schema of the catalog that the tables are published to. */
  readonly schema: string;

  /**
   * Directory that the paths of transforms and queries start from.
   * @default - the working directory
   */
  readonly projectRoot?: string;

  /**
   * Python packages that transforms import besides what every Databricks runtime has: by the name of the module
   * what pip installs for it, with exact versions.
   * @default - none
   * @see https://docs.databricks.com/aws/en/ldp/developer/external-dependencies
   */
  readonly pythonPackages?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A medallion pipeline: layers of datasets, each computed from earlier ones.
 *
 * It says what exists; a {@link PipelineDeployment} brings it to a workspace.
 *
 * @see https://docs.databricks.com/aws/en/ldp/
 */
export class MedallionPipeline extends Construct {
  readonly catalog: string;
  readonly schema: string;

  /** Directory that the paths of transforms and queries start from. */
  readonly projectRoot: string;

  /** What pip installs for transforms, by the name of the module that they import. */
  readonly pythonPackages: Readonly<Record<string, readonly string[]>>;

  private readonly orderedLayers: Layer[] = [];

  constructor(scope: Construct, id: string, props: MedallionPipelineProps) {
    super(scope, id);
    this.catalog = props.catalog;
    this.schema = props.schema;
    this.projectRoot = props.projectRoot ?? process.cwd();
    this.pythonPackages = props.pythonPackages ?? {};
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** The layers, first to last. */
  get layers(): readonly Layer[] {
    return this.orderedLayers;
  }

  /** The datasets of all layers. */
  get datasets(): Dataset[] {
    return this.orderedLayers.flatMap((layer) => layer.datasets);
  }

  /** Takes a layer in; called by the layer itself. */
  add(layer: Layer): void {
    this.orderedLayers.push(layer);
  }

  private problems(): string[] {
    return [
      ...this.packageProblems(),
      ...(this.orderedLayers.length === 0 ? ['has no layer: a pipeline needs at least one notebook.'] : []),
      ...findCycles(this.datasets)
        // A cycle through several layers reads a later one somewhere, which is reported there.
        .filter((cycle) => new Set(cycle.map(({ layer }) => layer)).size === 1)
        .map(
          (cycle) =>
            `${cycle.map(({ name }) => name).join(' → ')} is a cycle: no dataset can be computed from itself. Drop one of the inputs.`,
        ),
      ...this.duplicateNames(),
      ...this.orderedLayers.flatMap((layer) => layer.notebookNameProblems()),
    ];
  }

  private packageProblems(): string[] {
    const imported = this.layers
      .flatMap(({ transforms }) => transforms)
      .flatMap((transform) => transform.module?.imports ?? [])
      .map(({ module }) => module.split('.', 1)[0]);
    return Object.entries(this.pythonPackages).flatMap(([module, requirements]) => [
      ...requirements
        .filter((requirement) => !EXACT_REQUIREMENT.test(requirement))
        .map(
          (requirement) =>
            `pythonPackages: '${requirement}' of module '${module}' has no exact version. Write it as '${requirement.split(/[=<>~!\s]/, 1)[0]}==<version>', so that every update runs the same code.`,
        ),
      ...(imported.includes(module)
        ? []
        : [`pythonPackages has '${module}', which no transform imports. Drop it.`]),
    ]);
  }

  /** Names taken twice, here or by an earlier pipeline of the stack that publishes to the same schema. */
  private duplicateNames(): string[] {
    // A temporary view belongs to its pipeline alone; everything else is published.
    const published = this.earlierNeighbours()
      .flatMap((other) => other.datasets)
      .filter(({ kind }) => kind !== 'temporary_view');
    const elsewhere = new Map(published.map((dataset) => [dataset.name, dataset]));
    const here = new Map<string, Dataset>();
    return this.datasets.flatMap((dataset) => {
      const first =
        here.get(dataset.name) ??
        (dataset.kind === 'temporary_view' ? undefined : elsewhere.get(dataset.name));
      here.set(dataset.name, dataset);
      if (!first || (isNamedAfterOwner(first) && isNamedAfterOwner(dataset))) return [];
      const where =
        first.layer.pipeline === this
          ? `layer '${first.layer.node.id}'`
          : `pipeline '${first.layer.pipeline.node.id}', which publishes to ${this.catalog}.${this.schema} as well`;
      return [
        `dataset '${dataset.name}' of layer '${dataset.layer.node.id}' has the name of one of ${where}. Rename one of the two.`,
      ];
    });
  }

  /** Pipelines of the stack before this one that publish to the same schema. */
  private earlierNeighbours(): MedallionPipeline[] {
    const pipelines = TerraformStack.of(this)
      .node.findAll()
      .filter((node): node is MedallionPipeline => node instanceof MedallionPipeline);
    return pipelines
      .slice(0, pipelines.indexOf(this))
      .filter((other) => other.catalog === this.catalog && other.schema === this.schema);
  }
}

/** A quarantine, or the changes of a table: two have one name only because their tables have. */
function isNamedAfterOwner(dataset: Dataset): boolean {
  return dataset.node.scope !== dataset.layer;
}

/** What a layer declares. */
export interface LayerProps {
  /** What the layer holds, for people who open its notebook; Markdown. */
  readonly comment: string;
}

/**
 * A step of the medallion: raw, bronze, silver, gold. Its datasets are rendered into one notebook.
 *
 * Layers are ordered as they are created: a dataset may read datasets of its own and of earlier layers.
 *
 * @see https://docs.databricks.com/aws/en/lakehouse/medallion
 */
export class Layer extends Construct {
  /** The layer that holds `construct`. */
  static of(construct: Construct): Layer {
    const layer = construct.node.scopes.reverse().find((scope) => scope instanceof Layer);
    if (!layer) {
      throw new Error(
        `${construct.node.path}: a dataset must stand in a Layer. Create it with the layer as scope.`,
      );
    }
    return layer as Layer;
  }

  /** `id`, or the first of `id-2`, `id-3`, … that is free: a name taken twice is a problem to report, not to throw. */
  static freeId(scope: Construct, id: string): string {
    let free = id;
    for (let count = 2; scope.node.tryFindChild(free); count++) free = `${id}-${count}`;
    return free;
  }

  readonly comment: string;
  readonly pipeline: MedallionPipeline;

  private readonly members: Dataset[] = [];

  constructor(pipeline: MedallionPipeline, id: string, props: LayerProps) {
    super(pipeline, Layer.freeId(pipeline, id));
    this.pipeline = pipeline;
    this.comment = props.comment;
    pipeline.add(this);
    this.node.addValidation({
      validate: () => [
        ...nameProblems('layer', id),
        ...(this.node.id === id ? [] : [`'${id}' is taken in this pipeline. Give the layer another name.`]),
        ...(this.members.length === 0
          ? ['has no dataset: its notebook would be empty. Add one, or drop the layer.']
          : []),
      ],
    });
  }

  /** Place in the order of the pipeline's layers, from 0. */
  get position(): number {
    return this.pipeline.layers.indexOf(this);
  }

  /** The datasets of this layer, in the order in which they were added. */
  get datasets(): readonly Dataset[] {
    return this.members;
  }

  /** The transforms of the datasets, each file once, in the order of their first use. */
  get transforms(): Transform[] {
    const transforms = this.members.flatMap(({ transform }) => (transform ? [transform] : []));
    return [
      ...new Map(transforms.reverse().map((transform) => [transform.file, transform])).values(),
    ].reverse();
  }

  /** Names that two parts of the layer's notebook would both define. */
  notebookNameProblems(): string[] {
    return notebookNameProblems({
      layer: this.node.id,
      generated: this.members.flatMap((dataset) => dataset.generatedNames),
      // A published view is SQL, and an AUTO CDC table a statement; all others are functions of their own names.
      datasets: this.members
        .filter(({ kind }) => kind !== 'published_view' && kind !== 'auto_cdc_table')
        .map(({ name }) => name),
      transforms: this.transforms,
    });
  }

  /** Takes a dataset in; called by the dataset itself. */
  add(dataset: Dataset): void {
    this.members.push(dataset);
  }
}

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

  /** What this dataset reads; read again each time, so that what was added to `inputs` later is seen. */
  abstract readonly inputs: readonly Input[];

  /** The Python function that computes the rows; nothing for kinds that have none. */
  readonly transform?: Transform;

  /** Whether it is stored as a table that updates bring up to date; the rows of a view are computed when it is read. */
  get isStored(): boolean {
    return this.kind !== 'temporary_view' && this.kind !== 'published_view';
  }

  /** What the layer's notebook defines on behalf of this dataset, besides its own function. */
  get generatedNames(): readonly GeneratedName[] {
    return [];
  }

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

  /**
   * Where the code of this dataset is, from the project's root, unless its author names another file:
   * `notebooks/<layer>/<name without the layer's prefix>.<ending>`.
   */
  protected conventionalFile(ending: 'py' | 'sql'): string {
    const { id } = this.layer.node;
    const name = this.name.startsWith(`${id}_`) ? this.name.slice(id.length + 1) : this.name;
    return `notebooks/${id}/${name}.${ending}`;
  }

  /** Everything that is wrong with this dataset by itself; a kind adds what only it can know. */
  protected problems(): string[] {
    return [
      ...this.nameAndCommentProblems(),
      ...this.columnProblems(),
      ...this.expectations.flatMap((expectation, index) =>
        expectationProblems(expectation, index, this.expectations, this.columns),
      ),
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
    return unknownColumns(property, names, known);
  }

  protected columnProblems(): string[] {
    return columnProblems(this.columns);
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
    if (!this.isStored) return false;
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
        `${reader}, a ${dataset.kind.replaceAll('_', ' ')}, which cannot be read as a stream because its rows change. Make this dataset a materialized view, or read the streaming table it is computed from.`,
      );
    }
    return problems;
  }
}

/** What a function reads, by the name of its parameter in camel case. Parameters in Python are in snake case. */
export type Inputs = Readonly<Record<string, Dataset>>;

/** How a dataset is read: only what is new, or everything there is. */
export type ReadMode = 'stream' | 'batch';

/** One input of a dataset. */
export interface Input {
  /** Name in `inputs`, in camel case. */
  readonly name: string;
  /** Name of the function's parameter, in snake case. */
  readonly parameter: string;
  readonly dataset: Dataset;
  readonly read: ReadMode;
}

/** Inputs in the order written. */
export function inputsOf(inputs: Inputs, read: ReadMode): Input[] {
  return Object.entries(inputs).map(([name, dataset]) => ({
    name,
    parameter: snakeCase(name),
    dataset,
    read,
  }));
}
