import { z } from 'zod';
import { exactly, KafkaSettings, settingProblems, share } from '../medallion';
import {
  CatalogSettings,
  Compute,
  DbuRates,
  NameInCatalog,
  Recipients,
  Roles,
  StateBackend,
  Tags,
  Trigger,
  WorkspacePath,
  WorkspaceUrl,
} from '../workspace';
import { MonitoringSettings } from './monitoring';

/** What an environment declares: where it is, how big, when it runs, who may do what. Nothing secret. */
export const Environment = exactly({
  /** URL of the Databricks workspace. Credentials come from the Databricks CLI's profile or environment variables. */
  host: WorkspaceUrl,

  /** Where Terraform keeps what it knows of the deployment. */
  state: StateBackend,

  /**
   * Whether everybody who deploys gets a platform of their own, with their name before all names.
   * @default false
   */
  perDeveloper: z.boolean().optional(),

  /** Catalog of Unity Catalog that the tables are published to. */
  catalog: CatalogSettings,

  /** Schema of the catalog, in lower case. The deployment creates it. */
  schema: NameInCatalog,

  /**
   * Volume of the schema, for files such as the key stores of Kafka.
   * @default - no volume
   */
  volume: NameInCatalog.optional(),

  /**
   * Folder of the workspace that holds the notebooks, from its root.
   * @default - `/Shared/music-streaming/<environment>`, or the same below one's home if `perDeveloper`
   */
  workspaceDirectory: WorkspacePath.optional(),

  /** Where Kafka is and how it is read. */
  kafka: KafkaSettings,

  /** What updates run on. */
  compute: Compute,

  /** When the pipeline is updated. */
  trigger: Trigger,

  /**
   * Whether updates reuse a running cluster and do not retry, for quick trials.
   * @default false
   */
  development: z.boolean().optional(),

  /**
   * Release of the Databricks runtime for pipelines.
   * @default 'CURRENT'
   */
  channel: z.enum(['CURRENT', 'PREVIEW']).optional(),

  /**
   * Who may do what.
   * @default - who deploys may do everything, and nobody else anything
   */
  roles: Roles.optional(),

  /**
   * Whether Terraform refuses to destroy what holds data: pipeline, schema, catalog, volume, secrets.
   * @default false
   */
  protect: z.boolean().optional(),

  /** Who answers for it and who pays, such as `owner` and `cost_centre`. `environment` is added. */
  tags: Tags,

  /**
   * Who hears of runs that fail.
   * @default - nobody
   */
  notify: Recipients.optional(),

  /**
   * Share of rows, from 0 to 1, that may fail a rule in an update, unless the rule says otherwise.
   * @default 0.01
   */
  toleratedFailureRate: share().optional(),

  /**
   * Alerts and dashboards, and the SQL warehouse that they ask.
   * @default - none
   */
  monitoring: MonitoringSettings.optional(),

  /**
   * What compute takes in an hour, for the costs that plan review tells.
   * @default - the list that the review has
   */
  dbuRates: DbuRates.optional(),

  /**
   * Where the tables of the original platform are, to compare with after each update.
   * @default - not compared
   */
  original: exactly({
    /** Catalog of the original tables. */
    catalog: z.string(),
    /** Schema of the original tables. */
    schema: z.string(),
  }).optional(),
});
export type Environment = z.infer<typeof Environment>;

/**
 * Everything that is wrong with an environment by itself: properties that are missing, unknown, of another type or
 * without a valid value. Whether it works together is for the constructs to say.
 *
 * @returns a sentence for each, with place, value and fix
 */
export function environmentProblems(value: unknown): string[] {
  return settingProblems(Environment, value);
}
