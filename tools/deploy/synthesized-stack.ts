import { readFileSync } from 'node:fs';
import path from 'node:path';
import { didYouMean } from '../terminal/suggestion';
import { UserError } from '../terminal/user-error';

/** Attributes of a resource or block in the Terraform JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** All stacks by environment. */
interface AppManifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
}

/** The parts of the Terraform JSON that are read here. */
interface Terraform {
  readonly terraform?: { readonly backend?: Readonly<Record<string, Attributes>> };
  readonly provider?: { readonly databricks?: readonly Attributes[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/** Provider settings in the stack. */
export interface ProviderSettings {
  readonly host?: string;
  readonly profile?: string;
  readonly auth_type?: string;
}

/** A secret that Databricks reads at run time. */
export interface ReferredSecret {
  readonly scope: string;
  readonly key: string;
  /** Settings that refer to it. */
  readonly settings: readonly string[];
}

/** A secret in a pipeline's configuration, and in Spark properties and environment variables of clusters. */
const SECRET = /(?:<secret:|\{\{secrets\/)([^/<>{}]+)\/([^/<>{}]+)(?:>|\}\})/g;

/** The synthesized stack of one environment. */
export class SynthesizedStack {
  private constructor(
    readonly environment: string,
    /** Directory in which Terraform runs. */
    readonly directory: string,
    private readonly content: Terraform,
  ) {}

  /** Reads a synthesized stack from `output`, the same directory that cdktf uses. */
  static read(output: string, environment: string): SynthesizedStack {
    const { stacks } = JSON.parse(readFileSync(path.join(output, 'manifest.json'), 'utf8')) as AppManifest;
    const stack = stacks[environment];
    if (stack === undefined) {
      const known = Object.keys(stacks);
      const meant = didYouMean(environment, known) || ` Environments: ${known.join(', ')}.`;
      throw new UserError(`environment '${environment}' does not exist.${meant}`);
    }
    const file = path.join(output, stack.synthesizedStackPath);
    return new SynthesizedStack(
      environment,
      path.dirname(file),
      JSON.parse(readFileSync(file, 'utf8')) as Terraform,
    );
  }

  /** Settings of the Databricks provider. */
  get provider(): ProviderSettings {
    return this.content.provider?.databricks?.[0] ?? {};
  }

  /** Kind and settings of the state backend. */
  get backend(): { readonly kind: string; readonly settings: Attributes } | undefined {
    const [found] = Object.entries(this.content.terraform?.backend ?? {});
    return found && { kind: found[0], settings: found[1] };
  }

  /** The resources of a type, given without the provider prefix, such as `pipeline`. */
  resources(type: string): readonly Attributes[] {
    return Object.values(this.content.resource?.[`databricks_${type}`] ?? {});
  }

  /** Terraform addresses of protected resources. */
  get protectedResources(): string[] {
    return Object.entries(this.content.resource ?? {}).flatMap(([type, resources]) =>
      Object.entries(resources)
        .filter(([, { lifecycle }]) => (lifecycle as Attributes | undefined)?.prevent_destroy === true)
        .map(([name]) => `${type}.${name}`),
    );
  }

  /** Names of the secret scopes that the stack creates. */
  get secretScopes(): string[] {
    return this.resources('secret_scope').map(({ name }) => String(name));
  }

  /** Every secret that the stack refers to, sorted. */
  get secrets(): ReferredSecret[] {
    const found = new Map<string, ReferredSecret>();
    for (const { setting, text } of textsOf(this.content.resource ?? {})) {
      for (const [, scope = '', key = ''] of text.matchAll(SECRET)) {
        const reference = `${scope}/${key}`;
        const settings = new Set([...(found.get(reference)?.settings ?? []), setting]);
        found.set(reference, { scope, key, settings: [...settings].sort() });
      }
    }
    return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secret]) => secret);
  }
}

/** Every string below `value`, with the name of its setting. */
function textsOf(value: unknown, setting = ''): { readonly setting: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ setting, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsOf(each, key));
}
