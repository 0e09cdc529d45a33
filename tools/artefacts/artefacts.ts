import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../terminal/user-error';
import { MANIFEST_FILE, type Manifest, readManifest, topicsOf } from './manifest';

/** The environment whose pipelines run on this machine. */
export const LOCAL_ENVIRONMENT = 'dev';

const STACK = 'cdk.tf.json';

/** Settings for the deployed brokers and clusters: connection, batches, trigger interval, partitions, state store. */
const ONLY_DEPLOYED = /^(kafka\.|pipelines\.|spark\.sql\.(shuffle\.partitions$|streaming\.))/;

/** The synthesized platform: notebooks, manifest, and deployed configuration. */
export class Artefacts {
  private constructor(
    /** Directory of the notebooks and the manifest. */
    readonly directory: string,
    readonly manifest: Manifest,
    private readonly deployedConfiguration: Readonly<Record<string, string>>,
  ) {}

  /** Reads the synthesized platform of the local environment. */
  static read(synthesized: string): Artefacts {
    const stack = path.join(synthesized, 'stacks', LOCAL_ENVIRONMENT);
    const directory = findArtefacts(synthesized);
    if (directory === undefined) {
      throw new UserError(
        `${stack} contains no platform with a ${MANIFEST_FILE}: main.ts must synthesize one for environment '${LOCAL_ENVIRONMENT}'.`,
      );
    }
    return new Artefacts(directory, readManifest(directory), readConfiguration(path.join(stack, STACK)));
  }

  /** The topics that the pipelines read, in manifest order. */
  get topics(): string[] {
    return topicsOf(this.manifest);
  }

  /**
   * The configuration of local runs: the deployed one of all pipelines, without what fits only the deployed brokers and
   * clusters, and with the local broker.
   */
  localConfiguration(bootstrapServers: string): Record<string, string> {
    const deployed = Object.entries(this.deployedConfiguration).filter(([key]) => !ONLY_DEPLOYED.test(key));
    return {
      ...Object.fromEntries(deployed),
      'kafka.bootstrap_servers': bootstrapServers,
      'kafka.security_protocol': 'PLAINTEXT',
      'kafka.starting_offsets': 'earliest',
      'kafka.fail_on_data_loss': 'true',
    };
  }
}

/** The directory of the manifest and the notebooks of an environment; undefined if it is not synthesized. */
export function findArtefacts(
  synthesized: string,
  environment: string = LOCAL_ENVIRONMENT,
): string | undefined {
  const stack = path.join(synthesized, 'stacks', environment);
  if (!existsSync(stack)) return undefined;
  return readdirSync(stack)
    .sort()
    .map((entry) => path.join(stack, entry))
    .find((directory) => existsSync(path.join(directory, MANIFEST_FILE)));
}

interface Stack {
  readonly resource?: {
    readonly databricks_pipeline?: Record<string, { readonly configuration?: Record<string, string> }>;
  };
}

function readConfiguration(file: string): Record<string, string> {
  const stack = JSON.parse(readFileSync(file, 'utf8')) as Stack;
  const pipelines = Object.values(stack.resource?.databricks_pipeline ?? {});
  return Object.assign({}, ...pipelines.map(({ configuration }) => configuration));
}
