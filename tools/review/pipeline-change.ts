import type { Manifest } from '../artefacts/manifest';

/** A pipeline as it is deployed: its manifest, and the text of its notebooks by the manifest's file names. */
export interface DeployedPipeline {
  /** Where the pipeline is in Terraform's state. */
  readonly address: string;

  /**
   * Its id in the workspace, for commands.
   * @default - it is not created yet, or not known: two stacks do not say
   */
  readonly id?: string;

  /** Nothing for a pipeline that was not deployed from such a project, or whose manifest cannot be read. */
  readonly manifest?: Manifest;

  readonly notebooks: ReadonlyMap<string, string>;

  /** Catalog and schema that it publishes to, as far as they are known. */
  readonly catalog?: string;
  readonly schema?: string;
}

/** One pipeline before and after a deployment. */
export interface PipelineChange {
  readonly before?: DeployedPipeline;
  readonly after?: DeployedPipeline;
}
