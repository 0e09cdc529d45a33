import type { Manifest } from '../artefacts/manifest';

/** What is deployed: the lineage manifest, and the notebooks by their files in the manifest. */
interface Deployed {
  /** Undefined if there is no manifest, or one that cannot be read. */
  readonly manifest?: Manifest;

  readonly notebooks: ReadonlyMap<string, string>;

  /** Target catalog and schema, where known. */
  readonly catalog?: string;
  readonly schema?: string;
}

/** A deployed pipeline, with its part of the manifest. */
export interface DeployedPipeline extends Deployed {
  /** Address of the pipeline in the Terraform state. */
  readonly address: string;

  /**
   * Address before the deployment.
   * @default - the same
   */
  readonly previousAddress?: string;

  /**
   * Name in the manifest.
   * @default - the manifest lists no notebook of the pipeline
   */
  readonly name?: string;

  /**
   * ID in the workspace, for commands.
   * @default - the pipeline does not exist yet, or two stacks are compared, which do not contain IDs
   */
  readonly id?: string;

  /**
   * Path of the manifest in the workspace.
   * @default - no manifest
   */
  readonly manifestPath?: string;
}

/** One pipeline before and after a deployment. */
export interface PipelineChange {
  readonly before?: DeployedPipeline;
  readonly after?: DeployedPipeline;
}

/** A deployed platform: the pipelines that share a manifest. */
export interface DeployedPlatform extends Deployed {
  readonly pipelines: readonly DeployedPipeline[];
}

/** One platform before and after a deployment. */
export interface PlatformChange {
  readonly before?: DeployedPlatform;
  readonly after?: DeployedPlatform;
}
