import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { KafkaSettings } from '../constructs/medallion/kafka-settings';
import { SynthesisError } from '../constructs/medallion/synthesis';

/** What an environment says of itself: where it is, how big, when it runs. Nothing secret. */
export interface Environment {
  /** URL of the Databricks workspace. Credentials come from the Databricks CLI's profile or environment variables. */
  readonly host: string;

  /** Catalog of Unity Catalog that the tables are published to, in lower case. */
  readonly catalog: string;

  /** Schema of the catalog, in lower case. */
  readonly schema: string;

  /** Folder of the workspace that holds the notebooks, from its root. */
  readonly workspaceDirectory: string;

  /** Where Kafka is and how it is read. */
  readonly kafka: KafkaSettings;

  /** The cluster that an update runs on; it grows and shrinks between the two numbers of workers. */
  readonly cluster: {
    /** Type of the machines, as the cloud names it. */
    readonly nodeType: string;
    readonly minWorkers: number;
    readonly maxWorkers: number;
  };

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
}

/** Every environment by name: one file of this folder each, with the environment as its default export. */
export function environments(): Map<string, Environment> {
  const names = readdirSync(__dirname)
    .filter((file) => file.endsWith('.ts') && file !== basename(__filename))
    .map((file) => basename(file, '.ts'))
    .sort();
  return new Map(names.map((name) => [name, load(name)]));
}

function load(name: string): Environment {
  const { default: environment } = require(`./${name}`) as { default?: Environment };
  if (!environment) {
    throw new SynthesisError([
      `environments/${name}.ts has no default export. End it with 'export default { … } satisfies Environment;'.`,
    ]);
  }
  return environment;
}
