import type { Manifest } from '../artefacts/manifest';

/** A deployed pipeline: its manifest, and its notebooks by their file names in the manifest. */
export interface DeployedPipeline {
  /** Address of the pipeline in the Terraform state. */
  readonly address: string;

  /**
   * ID in the workspace, for commands.
   * @default - the pipeline does not exist yet, or two stacks are compared, which do not contain IDs
   */
  readonly id?: string;

  /** Undefined if the pipeline has no manifest, or one that cannot be read. */
  readonly manifest?: Manifest;

  readonly notebooks: ReadonlyMap<string, string>;

  /** Target catalog and schema, where known. */
  readonly catalog?: string;
  readonly schema?: string;
}

/** One pipeline before and after a deployment. */
export interface PipelineChange {
  readonly before?: DeployedPipeline;
  readonly after?: DeployedPipeline;
}
