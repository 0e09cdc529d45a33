import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Dataset } from './dataset';
import { findCycles } from './dataset-order';
import type { Layer } from './layer';
import { notebookNameProblems, transformsOf } from './notebook-names';
import type { QualityCheck } from './quality-check';

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

  private readonly qualityChecks: QualityCheck[] = [];
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

  /** What must hold between datasets, in the order of creation. */
  get checks(): readonly QualityCheck[] {
    return this.qualityChecks;
  }

  /** Takes a check in; called by the check itself. */
  addCheck(check: QualityCheck): void {
    this.qualityChecks.push(check);
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
      ...this.orderedLayers.flatMap(notebookNameProblems),
    ];
  }

  private packageProblems(): string[] {
    const imported = this.layers
      .flatMap(transformsOf)
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
