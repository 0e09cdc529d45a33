import { z } from 'zod';
import { exactly, KafkaSettings, settingProblems, share } from '../medallion';
import {
  CatalogSettings,
  Compute,
  DbuRates,
  NamedRecipients,
  NameInCatalog,
  NotificationDestinations,
  Roles,
  SchemaName,
  ServerlessSettings,
  StateBackend,
  StreamingSettings,
  Tags,
  Trigger,
  WorkspacePath,
  WorkspaceUrl,
} from '../workspace';
import { MonitoringSettings } from './monitoring';

/** Settings of an environment: workspace, size, schedule and access. Nothing secret. */
export const Environment = exactly({
  /** URL of the Databricks workspace. Credentials come from the Databricks CLI profile or environment variables. */
  host: WorkspaceUrl,

  /** Where Terraform stores its state. */
  state: StateBackend,

  /**
   * Whether each developer deploys a separate platform, with the user's name as prefix of all names.
   * @default false
   */
  perDeveloper: z.boolean().optional(),

  /** Unity Catalog catalog that the tables are published to. */
  catalog: CatalogSettings,

  /** Schema in the catalog. The deployment creates it. */
  schema: SchemaName,

  /**
   * Volume in the schema, for files such as Kafka keystores.
   * @default - no volume
   */
  volume: NameInCatalog.optional(),

  /**
   * Workspace folder of the notebooks, as an absolute path.
   * @default - `music-streaming/<environment>` in the home folder of the deploying user if `perDeveloper`, otherwise of the
   * owner
   */
  workspaceDirectory: WorkspacePath.optional(),

  /** Where Kafka is and how it is read. */
  kafka: KafkaSettings,

  /** The pipeline that reads Kafka: raw, bronze, silver events and profiles. */
  ingestion: exactly({
    /** What updates run on. */
    compute: Compute,

    /**
     * Whether it runs continuously instead of once per trigger.
     * @default false
     */
    continuous: z.boolean().optional(),

    /**
     * How streaming tables read new rows and keep state.
     * @default - see the settings
     */
    streaming: StreamingSettings.optional(),
  }),

  /** The pipeline that aggregates: silver entities and gold. It is always triggered. */
  analytics: exactly({
    /** What updates run on. Only serverless compute refreshes materialized views incrementally. */
    compute: Compute,
  }),

  /**
   * Performance mode and usage policy of what runs on serverless compute: job tasks, and pipelines without clusters.
   * @default - the default of each setting
   */
  serverless: ServerlessSettings.optional(),

  /** When triggered pipelines are updated, one after the other. */
  trigger: Trigger,

  /**
   * Whether updates reuse a running cluster and do not retry, for quick trials.
   * @default false
   */
  development: z.boolean().optional(),

  /**
   * Release channel of the Databricks runtime for pipelines.
   * @default 'CURRENT'
   */
  channel: z.enum(['CURRENT', 'PREVIEW']).optional(),

  /**
   * Who may access what.
   * @default - only the deploying identity
   */
  roles: Roles.optional(),

  /**
   * Whether Terraform refuses to destroy what holds data: pipeline, schema, catalog, volume, secrets.
   * @default false
   */
  protect: z.boolean().optional(),

  /** Tags such as `owner` and `cost_centre`, for ownership and cost attribution. `environment` is added. */
  tags: Tags,

  /**
   * Notification destinations that the deployment creates, by name, such as `{ on_call: { kind: 'pagerduty' } }`. Their
   * addresses are passed in environment variables `TF_VAR_destination_<name>`.
   * @default - none
   */
  destinations: NotificationDestinations.optional(),

  /**
   * Who is notified if a run fails.
   * @default - nobody
   */
  notify: NamedRecipients.optional(),

  /**
   * Share of rows, from 0 to 1, that may fail a rule in an update, for rules without a limit of their own.
   * @default 0.01
   */
  toleratedFailureRate: share().optional(),

  /**
   * Alerts and dashboards, and their SQL warehouse.
   * @default - none
   */
  monitoring: MonitoringSettings.optional(),

  /**
   * DBU rates for the cost estimates of plan review.
   * @default - the built-in rates of plan review
   */
  dbuRates: DbuRates.optional(),

  /**
   * Location of the original platform's tables, to compare with after each update.
   * @default - not compared
   */
  original: exactly({
    /** Catalog of the original tables. */
    catalog: NameInCatalog,
    /** Schema of the original tables. */
    schema: NameInCatalog,
  }).optional(),
});
export type Environment = z.infer<typeof Environment>;

/**
 * Return the problems of an environment on its own: missing and unknown properties, wrong types and invalid values.
 * The constructs validate combinations.
 *
 * @returns one sentence per problem, with place, value and fix
 */
export function environmentProblems(value: unknown): string[] {
  return settingProblems(Environment, value);
}
