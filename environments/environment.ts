import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { closest } from 'fastest-levenshtein';
import type { KafkaSettings } from '../constructs/medallion/kafka-settings';
import { SynthesisError } from '../constructs/medallion/synthesis';
import type { MonitoringSettings } from '../constructs/music-streaming/monitoring';
import type { Compute } from '../constructs/workspace/compute';
import type { CatalogSettings } from '../constructs/workspace/published-schema';
import type { Recipient } from '../constructs/workspace/recipient';
import type { DbuRates } from '../constructs/workspace/review-facts';
import type { Roles } from '../constructs/workspace/roles';
import type { StateBackend } from '../constructs/workspace/state-backend';
import type { Tags } from '../constructs/workspace/tags';
import type { Trigger } from '../constructs/workspace/trigger';
import { environmentProblems } from './environment-schema';

/** What an environment says of itself: where it is, how big, when it runs, who may do what. Nothing secret. */
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

/** Selects environments, with commas between their names; empty or not set: all. */
const SELECTION = 'ENVIRONMENTS';

/**
 * Every environment by name: one file of this folder each, with the environment as its default export.
 *
 * @throws SynthesisError with everything that is wrong with them
 */
export function environments(): Map<string, Environment> {
  const names = readdirSync(__dirname)
    .filter((file) => file.endsWith('.ts') && !file.startsWith(basename(__filename, '.ts')))
    .map((file) => basename(file, '.ts'))
    .sort();
  const chosen = selected(names);
  const loaded = chosen.map((name) => [name, load(name)] as const);
  const problems = loaded.flatMap(([name, environment]) =>
    environmentProblems(environment).map((problem) => `environments/${name}.ts: ${problem}`),
  );
  if (problems.length > 0) throw new SynthesisError(problems);
  return new Map(loaded as [string, Environment][]);
}

function selected(names: readonly string[]): readonly string[] {
  const wanted = (process.env[SELECTION] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new SynthesisError(
      unknown.map(
        (name) =>
          `${SELECTION} has '${name}', and there is no environments/${name}.ts (${names.join(', ')}). Did you mean '${closest(name, names as string[])}'?`,
      ),
    );
  }
  return wanted.length === 0 ? names : names.filter((name) => wanted.includes(name));
}

function load(name: string): unknown {
  return (require(`./${name}`) as { default?: unknown }).default;
}
