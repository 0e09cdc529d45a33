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

/** A pip requirement that pins one version, such as `ua-parser==1.0.2`. */
const EXACT_REQUIREMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z, -]+\])?==[^\s=<>*]+$/;

/** Where a platform publishes its tables, and where its code is. */
export interface MedallionPlatformProps {
  /** Unity Catalog catalog that the tables are published to. */
  readonly catalog: string;

  /** Schema that the tables are published to. */
  readonly schema: string;

  /**
   * Directory that paths of transforms and queries are relative to.
   * @default - the working directory
   */
  readonly projectRoot?: string;
}

/**
 * A medallion platform: a graph of datasets in layers, published to one schema by one or more pipelines.
 *
 * Pipelines are ordered by creation. A dataset may read datasets of its own pipeline and of earlier ones.
 */
export class MedallionPlatform extends Construct {
  readonly catalog: string;
  readonly schema: string;

  /** Directory that paths of transforms and queries are relative to. */
  readonly projectRoot: string;

  private readonly orderedPipelines: MedallionPipeline[] = [];

  constructor(scope: Construct, id: string, props: MedallionPlatformProps) {
    super(scope, id);
    this.catalog = props.catalog;
    this.schema = props.schema;
    this.projectRoot = props.projectRoot ?? process.cwd();
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** The pipelines, in order. */
  get pipelines(): readonly MedallionPipeline[] {
    return this.orderedPipelines;
  }

  /** The names of the layers of all pipelines, in an order that every pipeline agrees with; if two differ, the first. */
  get layerNames(): readonly string[] {
    const names: string[] = [];
    for (const { layers } of this.orderedPipelines) {
      layers.forEach(({ node }, index) => {
        if (names.includes(node.id)) return;
        const next = layers.slice(index + 1).find((later) => names.includes(later.node.id));
        names.splice(next ? names.indexOf(next.node.id) : names.length, 0, node.id);
      });
    }
    return names;
  }

  /** The datasets of all pipelines. */
  get datasets(): Dataset[] {
    return this.orderedPipelines.flatMap((pipeline) => pipeline.datasets);
  }

  /** The datasets of the layer with this name, of all pipelines. */
  datasetsOf(layer: string | undefined): Dataset[] {
    return this.datasets.filter((dataset) => dataset.layer.node.id === layer);
  }

  /** Register a pipeline; called by the pipeline itself. */
  add(pipeline: MedallionPipeline): void {
    this.orderedPipelines.push(pipeline);
  }

  private problems(): string[] {
    return [
      ...(this.orderedPipelines.length === 0 ? ['has no pipelines. Add at least one.'] : []),
      ...findCycles(this.datasets)
        // A cycle across layers or pipelines always reads a later one somewhere, and is reported there.
        .filter((cycle) => new Set(cycle.map(({ layer }) => layer)).size === 1)
        .map((cycle) => `${cycle.map(({ name }) => name).join(' → ')} is a cycle. Remove one of the inputs.`),
      ...this.duplicateNames(),
    ];
  }

  private duplicateNames(): string[] {
    const elsewhere = this.earlierNeighbours()
      .flatMap(({ datasets }) => datasets)
      .filter(isPublished);
    const found = new Map(elsewhere.map((dataset) => [dataset.name, dataset]));
    return this.datasets.flatMap((dataset) => {
      const first = found.get(dataset.name);
      found.set(dataset.name, dataset);
      if (!first || (isNamedAfterOwner(first) && isNamedAfterOwner(dataset))) return [];
      const { pipeline } = first.layer;
      if (pipeline.platform !== this && !isPublished(dataset)) return [];
      const owner = pipeline === dataset.layer.pipeline ? '' : ` of pipeline '${pipeline.node.id}'`;
      const where =
        pipeline.platform === this
          ? `layer '${first.layer.node.id}'${owner}`
          : `platform '${pipeline.platform.node.id}', which also publishes to ${this.catalog}.${this.schema}`;
      return [
        `dataset '${dataset.name}' of layer '${dataset.layer.node.id}' has the same name as a dataset of ${where}. Rename one of the two.`,
      ];
    });
  }

  /** Return the earlier platforms of the stack that publish to the same schema. */
  private earlierNeighbours(): MedallionPlatform[] {
    const platforms = TerraformStack.of(this)
      .node.findAll()
      .filter((node): node is MedallionPlatform => node instanceof MedallionPlatform);
    return platforms
      .slice(0, platforms.indexOf(this))
      .filter(({ catalog, schema }) => catalog === this.catalog && schema === this.schema);
  }
}

/** Properties of a {@link MedallionPipeline}. */
export interface MedallionPipelineProps {
  /**
   * Python packages that transforms import in addition to those of the Databricks runtime: pip requirements with exact
   * versions, by module name.
   * @default - none
   * @see https://docs.databricks.com/aws/en/ldp/developer/external-dependencies
   */
  readonly pythonPackages?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A pipeline of a platform: layers of datasets, each computed from earlier ones, that one update refreshes.
 *
 * It declares what exists; a {@link PipelineDeployment} deploys it to a workspace.
 *
 * @see https://docs.databricks.com/aws/en/ldp/
 */
export class MedallionPipeline extends Construct {
  /** Pip requirements of the transforms, by the name of the module they import. */
  readonly pythonPackages: Readonly<Record<string, readonly string[]>>;

  private readonly orderedLayers: Layer[] = [];

  constructor(
    /** The platform whose datasets it computes. */
    readonly platform: MedallionPlatform,
    id: string,
    props: MedallionPipelineProps = {},
  ) {
    super(platform, Layer.freeId(platform, id));
    this.pythonPackages = props.pythonPackages ?? {};
    platform.add(this);
    this.node.addValidation({
      validate: () => [
        ...nameProblems('pipeline', id),
        ...(this.node.id === id
          ? []
          : [`'${id}' already exists in this platform. Rename one of the two pipelines.`]),
        ...this.problems(),
      ],
    });
  }

  /** Directory that paths of transforms and queries are relative to. */
  get projectRoot(): string {
    return this.platform.projectRoot;
  }

  /** Position among the platform's pipelines, starting at 0. */
  get position(): number {
    return this.platform.pipelines.indexOf(this);
  }

  /** The layers, in order. */
  get layers(): readonly Layer[] {
    return this.orderedLayers;
  }

  /** The datasets of all layers. */
  get datasets(): Dataset[] {
    return this.orderedLayers.flatMap((layer) => layer.datasets);
  }

  /** Register a layer; called by the layer itself. */
  add(layer: Layer): void {
    this.orderedLayers.push(layer);
  }

  private problems(): string[] {
    return [
      ...this.packageProblems(),
      ...(this.orderedLayers.length === 0 ? ['has no layers. Add at least one.'] : []),
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
            `pythonPackages: '${requirement}' of module '${module}' does not pin a version. Write '${requirement.split(/[=<>~!\s]/, 1)[0]}==<version>', so that every update runs the same code.`,
        ),
      ...(imported.includes(module)
        ? []
        : [`pythonPackages has '${module}', which no transform imports. Remove it.`]),
    ]);
  }
}

/** Whether others see it in the schema: a temporary view is private to its pipeline. */
function isPublished({ kind }: Dataset): boolean {
  return kind !== 'temporary_view';
}

/** Whether it is a quarantine or the changes of a table: their names only clash if those of their tables do. */
function isNamedAfterOwner(dataset: Dataset): boolean {
  return dataset.node.scope !== dataset.layer;
}

/** Properties of a {@link Layer}. */
export interface LayerProps {
  /** What the layer contains, shown at the top of its notebook; Markdown. */
  readonly comment: string;
}

/**
 * A step of the medallion in one pipeline: raw, bronze, silver or gold. Its datasets are rendered into one notebook.
 *
 * Layers are ordered by creation. A dataset may read datasets of its own layer and of earlier ones. Two pipelines may
 * each have a part of the same layer, under the same ID.
 *
 * @see https://docs.databricks.com/aws/en/lakehouse/medallion
 */
export class Layer extends Construct {
  /** Return the layer that contains `construct`. */
  static of(construct: Construct): Layer {
    const layer = construct.node.scopes.reverse().find((scope) => scope instanceof Layer);
    if (!layer) {
      throw new Error(
        `${construct.node.path}: a dataset must belong to a Layer. Create it with the layer as its scope.`,
      );
    }
    return layer as Layer;
  }

  /** Return `id`, or the first free one of `id-2`, `id-3`, …, so that a duplicate is reported instead of thrown. */
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
        ...(this.node.id === id
          ? []
          : [`'${id}' already exists in this pipeline. Rename one of the two layers.`]),
        ...(this.members.length === 0 ? ['has no datasets. Add one, or remove the layer.'] : []),
      ],
    });
  }

  /** Position among the platform's layers, starting at 0. */
  get position(): number {
    return this.pipeline.platform.layerNames.indexOf(this.node.id);
  }

  /** The datasets of this layer, in creation order. */
  get datasets(): readonly Dataset[] {
    return this.members;
  }

  /** The transforms of the datasets, each file once, in order of first use. */
  get transforms(): Transform[] {
    const transforms = this.members.flatMap(({ transform }) => (transform ? [transform] : []));
    return [
      ...new Map(transforms.reverse().map((transform) => [transform.file, transform])).values(),
    ].reverse();
  }

  /** Return the names that the layer's notebook would define twice. */
  notebookNameProblems(): string[] {
    return notebookNameProblems({
      layer: this.node.id,
      generated: this.members.flatMap((dataset) => dataset.generatedNames),
      // Published views are SQL and AUTO CDC tables are statements; all others become functions named after the dataset.
      datasets: this.members
        .filter(({ kind }) => kind !== 'published_view' && kind !== 'auto_cdc_table')
        .map(({ name }) => name),
      transforms: this.transforms,
    });
  }

  /** Register a dataset; called by the dataset itself. */
  add(dataset: Dataset): void {
    this.members.push(dataset);
  }
}

/** Properties of every dataset. */
export interface DatasetProps {
  /** What one row is and where it comes from. Shown in the catalog. */
  readonly comment: string;

  /** The contract: every column with its type and comment, in table order. */
  readonly columns: Columns;

  /**
   * Rules that every row is expected to satisfy.
   * @default - no rules
   */
  readonly expectations?: readonly Expectation[];
}

/** Properties of every dataset that is stored as a table. */
export interface TableProps extends DatasetProps {
  /**
   * Columns that together identify a row: the grain of the table. Enforced by `medallion check`, not by the pipeline
   * itself.
   * @default - no declared grain
   */
  readonly primaryKey?: readonly string[];

  /**
   * Foreign keys: each non-NULL value of the column must exist in the primary key of the given dataset. Enforced by
   * `medallion check`, not by the pipeline.
   * @default - no references
   */
  readonly references?: Readonly<Record<string, Dataset>>;

  /**
   * Columns of the liquid clustering key, most frequently filtered first.
   * @default - not clustered
   * @see https://docs.databricks.com/aws/en/delta/clustering
   */
  readonly clusterBy?: readonly string[];

  /**
   * Table properties in addition to those that the dataset sets itself.
   * @default - none
   */
  readonly tableProperties?: Readonly<Record<string, string>>;
}

/**
 * A node of the medallion graph: a set of rows that users or other datasets can read.
 *
 * Its id is its name in the catalog. Validation collects all problems instead of throwing, so that one run reports
 * them together.
 */
export abstract class Dataset extends Construct {
  /** The kind of dataset. */
  abstract readonly kind: DatasetKind;

  /** Whether other datasets may read it as a stream. */
  abstract readonly streamable: boolean;

  /** Name in the catalog. */
  readonly name: string;
  readonly comment: string;
  readonly columns: Columns;
  readonly expectations: readonly Expectation[];
  readonly primaryKey: readonly string[];
  readonly references: Readonly<Record<string, Dataset>>;
  readonly clusterBy: readonly string[];

  /** The layer that contains this dataset. */
  readonly layer: Layer;

  /** The datasets it reads, evaluated on each access so that later additions to `inputs` are included. */
  abstract readonly inputs: readonly Input[];

  /** The Python function that computes the rows; undefined for kinds without one. */
  readonly transform?: Transform;

  /** Whether it is stored as a table that updates refresh. The rows of a view are computed on read. */
  get isStored(): boolean {
    return this.kind !== 'temporary_view' && this.kind !== 'published_view';
  }

  /** Names that the layer's notebook defines for this dataset, besides its own function. */
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
   * Table properties. Row tracking is enabled on every input of a materialized view: without it Databricks never
   * refreshes the view incrementally.
   *
   * @see https://docs.databricks.com/aws/en/ldp/incremental-refresh/
   */
  get tableProperties(): Readonly<Record<string, string>> {
    return this.isReadByMaterializedView()
      ? { 'delta.enableRowTracking': 'true', ...this.givenProperties }
      : this.givenProperties;
  }

  /**
   * Return the default path of this dataset's code, relative to the project root:
   * `notebooks/<layer>/<name without the layer prefix>.<ending>`.
   */
  protected conventionalFile(ending: 'py' | 'sql'): string {
    const { id } = this.layer.node;
    const name = this.name.startsWith(`${id}_`) ? this.name.slice(id.length + 1) : this.name;
    return `notebooks/${id}/${name}.${ending}`;
  }

  /** Return the problems of this dataset on its own; each kind adds its own checks. */
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
      ...this.inputProblemsOf(this.undefinedInputs()),
    ];
  }

  /** Names of inputs whose value is undefined, such as a misspelt property of a layer. */
  protected undefinedInputs(): readonly string[] {
    return [];
  }

  private inputProblemsOf(undefinedInputs: readonly string[]): string[] {
    if (undefinedInputs.length > 0) {
      return undefinedInputs.map(
        (name) =>
          `input '${name}' is undefined. Check the spelling of the dataset; npx tsc --noEmit names the line.`,
      );
    }
    return [
      ...(this.transform && this.inputs.length === 0
        ? [`has no inputs. A ${this.kind.replaceAll('_', ' ')} needs at least one.`]
        : []),
      ...this.inputs.flatMap((input) => this.inputProblems(input)),
      ...(this.transform?.problems(this.inputs) ?? []),
    ];
  }

  protected nameAndCommentProblems(): string[] {
    return [
      ...nameProblems('dataset', this.name),
      ...(this.comment.trim() === ''
        ? ['comment is empty. Say what one row is: analysts read it in the catalog.']
        : []),
    ];
  }

  /** Return a problem for each of `names` that is not a column. */
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
    if (layer.pipeline.platform !== this.layer.pipeline.platform) {
      return [
        `references maps '${column}' to ${name}, which belongs to a different platform. Reference datasets of this platform only.`,
      ];
    }
    return primaryKey.join() === column
      ? []
      : [
          `references maps '${column}' to ${name}, whose primary key is (${primaryKey.join(', ')}). The primary key must be a single column with the same name.`,
        ];
  }

  private isReadByMaterializedView(): boolean {
    if (!this.isStored) return false;
    return this.layer.pipeline.platform.datasets.some(
      (reader) =>
        reader.kind === 'materialized_view' && reader.inputs.some(({ dataset }) => dataset === this),
    );
  }

  private inputProblems({ name, dataset, read }: Input): string[] {
    const reader = `input '${name}' is ${dataset.name}`;
    const { pipeline } = this.layer;
    const { platform } = pipeline;
    const other = dataset.layer.pipeline;
    if (other.platform !== platform) {
      return [
        `${reader} of platform '${other.platform.node.id}'. Read datasets of '${platform.node.id}' only.`,
      ];
    }
    const problems = [];
    if (other.position > pipeline.position) {
      problems.push(
        `${reader} of the later pipeline '${other.node.id}'. Pipelines are updated in the order ${platform.pipelines.map(({ node }) => node.id).join(' → ')}. Move one of the two datasets.`,
      );
    } else if (dataset.layer.position > this.layer.position) {
      problems.push(
        `${reader} of the later layer '${dataset.layer.node.id}'. Data flows ${platform.layerNames.join(' → ')}. Move one of the two.`,
      );
    }
    if (other !== pipeline && dataset.kind === 'temporary_view') {
      problems.push(
        `${reader}, a temporary view, which only pipeline '${other.node.id}' can read. Read the tables of the view, or move one of the two.`,
      );
    }
    if (read === 'stream' && !dataset.streamable) {
      problems.push(
        `${reader}, a ${dataset.kind.replaceAll('_', ' ')}, which cannot be read as a stream because its rows change. Make this dataset a materialized view, or read the streaming table that feeds the input.`,
      );
    }
    return problems;
  }
}

/** What a function reads, by input name in camel case. The Python parameters are the same names in snake case. */
export type Inputs = Readonly<Record<string, Dataset>>;

/** How an input is read: only new rows (`stream`), or all rows (`batch`). */
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

/** Return the inputs in declaration order, without undefined ones. */
export function inputsOf(inputs: Inputs, read: ReadMode): Input[] {
  return Object.entries(inputs)
    .filter(([, dataset]) => dataset !== undefined)
    .map(([name, dataset]) => ({ name, parameter: snakeCase(name), dataset, read }));
}

/** Return the names of inputs whose value is undefined: synthesis does not check types. */
export function undefinedInputs(inputs: Inputs): string[] {
  return Object.keys(inputs).filter((name) => inputs[name] === undefined);
}
