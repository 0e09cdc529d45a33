/** The lineage manifest, as far as a review reads it; its form is `constructs/medallion/rendering/lineage.schema.json`. */
export interface Manifest {
  readonly version: number;
  readonly pipeline: string;
  readonly notebooks: readonly { readonly layer: string; readonly file: string; readonly language: string }[];
  readonly datasets: readonly ManifestDataset[];
  readonly checks: readonly {
    readonly name: string;
    readonly comment: string;
    readonly query: string;
    readonly inputs: readonly string[];
  }[];
}

export interface ManifestColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
  readonly personalData?: boolean;
}

export interface ManifestExpectation {
  readonly name: string;
  readonly rule: string;
  readonly action: 'warn' | 'drop' | 'fail';
  readonly toleratedFailureRate?: number;
}

export type DatasetKind =
  | 'kafka_stream'
  | 'streaming_table'
  | 'materialized_view'
  | 'temporary_view'
  | 'published_view'
  | 'auto_cdc_table';

export interface ManifestDataset {
  readonly name: string;
  readonly layer: string;
  readonly kind: DatasetKind;
  readonly comment: string;
  readonly notebook: string;
  readonly columns: readonly ManifestColumn[];
  readonly expectations: readonly ManifestExpectation[];
  readonly inputs: readonly {
    readonly dataset: string;
    readonly parameter?: string;
    readonly read: 'stream' | 'batch';
  }[];
  readonly primaryKey?: readonly string[];
  readonly references?: readonly { readonly column: string; readonly dataset: string }[];
  readonly deduplicate?: { readonly keys: readonly string[]; readonly within: string; readonly time: string };
  readonly clusterBy?: readonly string[];
  readonly tableProperties?: Readonly<Record<string, string>>;
  readonly topic?: string;
  readonly quarantine?: string;
  readonly quarantineOf?: string;
  readonly cdc?: {
    readonly keys: readonly string[];
    readonly sequenceBy: string;
    readonly scdType: 1 | 2;
    readonly applyAsDeletes?: string;
    readonly exceptColumns?: readonly string[];
    readonly trackHistory?: unknown;
  };
  readonly transform?: {
    readonly file: string;
    readonly function: string;
    readonly line: number;
    readonly sha256: string;
  };
  readonly query?: { readonly file: string; readonly sha256: string };
}

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
