import type { KafkaSettings } from '../medallion';
import type {
  CatalogSettings,
  Compute,
  DbuRates,
  Recipient,
  Roles,
  StateBackend,
  Tags,
  Trigger,
} from '../workspace';
import type { MonitoringSettings } from './monitoring';

/** What an environment declares: where it is, how big, when it runs, who may do what. Nothing secret. */
export interface Environment {
  /** URL of the Databricks workspace. Credentials come from the Databricks CLI's profile or environment variables. */
  readonly host: string;

  /** Where Terraform keeps what it knows of the deployment. */
  readonly state: StateBackend;

  /**
   * Whether everybody who deploys gets a platform of their own, with their name before all names.
   * @default false
   */
  readonly perDeveloper?: boolean;

  /** Catalog of Unity Catalog that the tables are published to. */
  readonly catalog: CatalogSettings;

  /** Schema of the catalog, in lower case. The deployment creates it. */
  readonly schema: string;

  /**
   * Volume of the schema, for files such as the key stores of Kafka.
   * @default - no volume
   */
  readonly volume?: string;

  /**
   * Folder of the workspace that holds the notebooks, from its root.
   * @default - `/Shared/music-streaming/<environment>`, or the same below one's home if `perDeveloper`
   */
  readonly workspaceDirectory?: string;

  /** Where Kafka is and how it is read. */
  readonly kafka: KafkaSettings;

  /** What updates run on. */
  readonly compute: Compute;

  /** When the pipeline is updated. */
  readonly trigger: Trigger;

  /**
   * Whether updates reuse a running cluster and do not retry, for quick trials.
   * @default false
   */
  readonly development?: boolean;

  /**
   * Release of the Databricks runtime for pipelines.
   * @default 'CURRENT'
   */
  readonly channel?: 'CURRENT' | 'PREVIEW';

  /**
   * Who may do what.
   * @default - who deploys may do everything, and nobody else anything
   */
  readonly roles?: Roles;

  /**
   * Whether Terraform refuses to destroy what holds data: pipeline, schema, catalog, volume, secrets.
   * @default false
   */
  readonly protect?: boolean;

  /** Who answers for it and who pays, such as `owner` and `cost_centre`. `environment` is added. */
  readonly tags: Tags;

  /**
   * Who hears of runs that fail.
   * @default - nobody
   */
  readonly notify?: readonly Recipient[];

  /**
   * Share of rows, from 0 to 1, that may fail a rule in an update, unless the rule says otherwise.
   * @default 0.01
   */
  readonly toleratedFailureRate?: number;

  /**
   * Alerts and dashboards, and the SQL warehouse that they ask.
   * @default - none
   */
  readonly monitoring?: MonitoringSettings;

  /**
   * What compute takes in an hour, for the costs that plan review tells.
   * @default - the list that the review has
   */
  readonly dbuRates?: DbuRates;

  /**
   * Where the tables of the original platform are, to compare with after each update.
   * @default - not compared
   */
  readonly original?: {
    readonly catalog: string;
    readonly schema: string;
  };
}
