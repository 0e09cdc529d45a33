import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Notebook } from '@cdktf/provider-databricks/lib/notebook';
import { Pipeline, type PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { WorkspaceFile } from '@cdktf/provider-databricks/lib/workspace-file';
import { Lazy, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Dataset } from './dataset';
import { findCycles } from './dataset-order';
import { type KafkaSettings, kafkaConfiguration, kafkaSettingsProblems } from './kafka-settings';
import type { Layer } from './layer';
import { LineageManifest } from './lineage-manifest';
import { notebookNameProblems } from './notebook-names';
import { NotebookRenderer } from './notebook-renderer';

/** Where a pipeline publishes, what it reads and what it runs on. */
export interface MedallionPipelineProps {
  /** Name of the pipeline in the workspace. */
  readonly pipelineName: string;

  /** Catalog of Unity Catalog that the tables are published to. */
  readonly catalog: string;

  /** Schema of the catalog that the tables are published to. */
  readonly schema: string;

  /** Folder of the workspace that the notebooks are written to, from its root. */
  readonly workspaceDirectory: string;

  /** Where Kafka is and how it is read. */
  readonly kafka: KafkaSettings;

  /**
   * Clusters that an update runs on.
   * @default - chosen by Databricks
   */
  readonly clusters?: readonly PipelineCluster[];

  /**
   * Whether updates reuse a running cluster and do not retry, for quick trials.
   * @default false
   */
  readonly development?: boolean;

  /**
   * Whether the pipeline runs all the time instead of once for each trigger.
   * @default false
   */
  readonly continuous?: boolean;

  /**
   * Release of the Databricks runtime for pipelines.
   * @default 'CURRENT'
   */
  readonly channel?: 'CURRENT' | 'PREVIEW';

  /**
   * Edition. Expectations need `ADVANCED`, change data capture `PRO`.
   * @default 'ADVANCED'
   */
  readonly edition?: 'ADVANCED' | 'PRO' | 'CORE';

  /**
   * Configuration besides Kafka's; a notebook reads it with `spark.conf.get`.
   * @default - none
   */
  readonly configuration?: Readonly<Record<string, string>>;

  /**
   * Directory that the paths of transforms start from.
   * @default - the working directory
   */
  readonly projectRoot?: string;
}

/** One notebook of a layer: Python, or SQL where the layer has published views. */
export interface LayerNotebook {
  readonly layer: Layer;
  /** Name of the notebook with the ending of its language, as synthesis writes it. */
  readonly file: string;
  readonly language: 'PYTHON' | 'SQL';
  /** Writes the notebook; call it when all datasets are there. */
  readonly text: () => string;
  readonly notebook: Notebook;
}

/**
 * A medallion pipeline: layers of datasets, rendered into one notebook each, and the Databricks pipeline that
 * runs them.
 *
 * @see https://docs.databricks.com/aws/en/ldp/
 */
export class MedallionPipeline extends Construct {
  readonly catalog: string;
  readonly schema: string;

  /** Directory that the paths of transforms start from. */
  readonly projectRoot: string;

  /** The folder of the workspace that holds notebooks and manifest. */
  readonly directory: Directory;

  /** What the pipeline holds, for other tools. */
  readonly manifest: LineageManifest;

  private readonly orderedLayers: Layer[] = [];
  private readonly notebooks: LayerNotebook[] = [];

  constructor(scope: Construct, id: string, props: MedallionPipelineProps) {
    super(scope, id);
    this.catalog = props.catalog;
    this.schema = props.schema;
    this.projectRoot = props.projectRoot ?? process.cwd();
    this.manifest = new LineageManifest(this);
    this.directory = new Directory(this, 'Directory', { path: props.workspaceDirectory });
    new WorkspaceFile(this, 'Lineage', {
      path: `${this.directory.path}/lineage.json`,
      contentBase64: base64(() => this.manifest.toText()),
    });
    new Pipeline(this, 'Default', {
      name: props.pipelineName,
      catalog: props.catalog,
      schema: props.schema,
      channel: props.channel ?? 'CURRENT',
      edition: props.edition ?? 'ADVANCED',
      development: props.development ?? false,
      continuous: props.continuous ?? false,
      cluster: props.clusters ? [...props.clusters] : undefined,
      configuration: {
        // Databricks adds this one by itself; said here, a second plan is empty.
        'spark.sql.ansi.enabled': 'true',
        'spark.sql.session.timeZone': 'UTC',
        ...kafkaConfiguration(props.kafka),
        ...props.configuration,
      },
      library: Lazy.anyValue({
        produce: () => this.artefacts.map(({ notebook }) => ({ notebook: { path: notebook.path } })),
      }) as never,
    });
    this.node.addValidation({
      validate: () => [
        ...(props.workspaceDirectory.startsWith('/')
          ? []
          : [
              `workspaceDirectory '${props.workspaceDirectory}' must start with '/': it is a path from the workspace's root.`,
            ]),
        ...kafkaSettingsProblems(props.kafka),
        ...this.problems(),
      ],
    });
  }

  /** The layers, first to last. */
  get layers(): readonly Layer[] {
    return this.orderedLayers;
  }

  get layerNames(): string[] {
    return this.orderedLayers.map((layer) => layer.node.id);
  }

  /** The datasets of all layers. */
  get datasets(): Dataset[] {
    return this.orderedLayers.flatMap((layer) => layer.datasets);
  }

  /** The notebooks as they are deployed, layer by layer. */
  get artefacts(): readonly LayerNotebook[] {
    return this.layers.flatMap((layer) => this.notebooks.filter((notebook) => notebook.layer === layer));
  }

  /** Takes a layer in; called by the layer itself. */
  addLayer(layer: Layer): void {
    this.orderedLayers.push(layer);
    const { id } = layer.node;
    this.addNotebook('Notebook', {
      layer,
      file: `${id}.py`,
      language: 'PYTHON',
      text: () => new NotebookRenderer(layer).python(),
    });
  }

  /** Gives a layer the notebook of its published views, once; called by the view itself. */
  addViewsNotebook(layer: Layer): void {
    if (this.notebooks.some((notebook) => notebook.layer === layer && notebook.language === 'SQL')) return;
    const file = `${layer.node.id}_views.sql`;
    this.addNotebook('Views', {
      layer,
      file,
      language: 'SQL',
      text: () => new NotebookRenderer(layer).sql(),
    });
  }

  private addNotebook(id: string, artefact: Omit<LayerNotebook, 'notebook'>): void {
    const notebook = new Notebook(artefact.layer, id, {
      path: `${this.directory.path}/${artefact.file.replace(/\.\w+$/, '')}`,
      language: artefact.language,
      contentBase64: base64(artefact.text),
    });
    this.notebooks.push({ ...artefact, notebook });
  }

  private problems(): string[] {
    return [
      ...(this.orderedLayers.length === 0 ? ['has no layer: a pipeline needs at least one notebook.'] : []),
      ...findCycles(this.datasets).map(
        (cycle) =>
          `${cycle.join(' → ')} is a cycle: no dataset can be computed from itself. Drop one of the inputs.`,
      ),
      ...this.duplicateNames(),
      ...this.orderedLayers.flatMap(notebookNameProblems),
    ];
  }

  /** Names taken twice, here or by another pipeline of the stack that publishes to the same schema. */
  private duplicateNames(): string[] {
    const everywhere = TerraformStack.of(this)
      .node.findAll()
      .filter((node): node is MedallionPipeline => node instanceof MedallionPipeline);
    const others = everywhere.filter(
      (other) => other !== this && other.catalog === this.catalog && other.schema === this.schema,
    );
    const seen = new Map<string, Dataset>();
    // A temporary view belongs to its pipeline alone; everything else is published.
    for (const dataset of others.flatMap((other) => other.datasets)) {
      if (dataset.kind !== 'temporary_view') seen.set(dataset.name, dataset);
    }
    return this.datasets.flatMap((dataset) => {
      const first = seen.get(dataset.name);
      seen.set(dataset.name, dataset);
      if (!first) return [];
      const where =
        first.layer.pipeline === this
          ? `layer '${first.layer.node.id}'`
          : `pipeline '${first.layer.pipeline.node.id}', which publishes to ${this.catalog}.${this.schema} as well`;
      return [
        `dataset '${dataset.name}' of layer '${dataset.layer.node.id}' has the name of one of ${where}. Rename one of the two.`,
      ];
    });
  }
}

/** Text that is only known when all datasets are there, as Terraform takes it. */
function base64(text: () => string): string {
  return Lazy.stringValue({ produce: () => Buffer.from(text()).toString('base64') });
}
