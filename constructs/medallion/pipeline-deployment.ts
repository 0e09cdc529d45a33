import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Notebook } from '@cdktf/provider-databricks/lib/notebook';
import { Pipeline, type PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { WorkspaceFile } from '@cdktf/provider-databricks/lib/workspace-file';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { type KafkaSettings, kafkaConfiguration, kafkaSettingsProblems } from './kafka-settings';
import { notebooksOf } from './layer-notebook';
import { LineageManifest } from './lineage-manifest';
import type { MedallionPipeline } from './medallion-pipeline';

/** What a pipeline reads and runs on in one workspace. */
export interface PipelineDeploymentProps {
  /** Name of the pipeline in the workspace. */
  readonly pipelineName: string;

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
}

/**
 * Brings a medallion pipeline to a workspace: its notebooks, its lineage manifest and the Databricks pipeline
 * that runs them. Create it when all layers are there.
 *
 * @see https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/pipeline
 */
export class PipelineDeployment extends Construct {
  /** The folder of the workspace that holds notebooks and manifest. */
  readonly directory: Directory;

  /** The Databricks pipeline. */
  readonly resource: Pipeline;

  constructor(pipeline: MedallionPipeline, id: string, props: PipelineDeploymentProps) {
    super(pipeline, id);
    this.directory = new Directory(this, 'Directory', { path: props.workspaceDirectory });
    const notebooks = notebooksOf(pipeline).map(
      ({ name, language, text }) =>
        new Notebook(this, name, {
          path: `${this.directory.path}/${name}`,
          language,
          contentBase64: base64(text),
        }),
    );
    new WorkspaceFile(this, 'Lineage', {
      path: `${this.directory.path}/lineage.json`,
      contentBase64: base64(() => new LineageManifest(pipeline).toText()),
    });
    this.resource = new Pipeline(this, 'Default', {
      name: props.pipelineName,
      catalog: pipeline.catalog,
      schema: pipeline.schema,
      channel: props.channel ?? 'CURRENT',
      edition: props.edition ?? 'ADVANCED',
      development: props.development ?? false,
      continuous: props.continuous ?? false,
      cluster: props.clusters ? [...props.clusters] : undefined,
      environment:
        Object.keys(pipeline.pythonPackages).length > 0
          ? { dependencies: Object.values(pipeline.pythonPackages).flat() }
          : undefined,
      configuration: {
        // Databricks adds this one by itself; said here, a second plan is empty.
        'spark.sql.ansi.enabled': 'true',
        'spark.sql.session.timeZone': 'UTC',
        ...kafkaConfiguration(props.kafka),
        ...props.configuration,
      },
      library: notebooks.map((notebook) => ({ notebook: { path: notebook.path } })),
    });
    this.node.addValidation({
      validate: () => [
        ...(props.workspaceDirectory.startsWith('/')
          ? []
          : [
              `workspaceDirectory '${props.workspaceDirectory}' must start with '/': it is a path from the workspace's root.`,
            ]),
        ...kafkaSettingsProblems(props.kafka),
        ...notebooksOf(pipeline)
          .filter(({ name }) => !notebooks.some((notebook) => notebook.node.id === name))
          .map(
            ({ name }) =>
              `was created before notebook '${name}' had a dataset. Create it when all are there.`,
          ),
      ],
    });
  }
}

/** Text as Terraform takes it; written at synthesis, so that a broken graph is reported and not rendered. */
function base64(text: () => string): string {
  return Lazy.stringValue({ produce: () => Buffer.from(text()).toString('base64') });
}
