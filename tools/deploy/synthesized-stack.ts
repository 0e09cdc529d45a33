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

/** A secret that Databricks reads at run time. */
export interface RequiredSecret {
  readonly scope: string;
  readonly key: string;
}

/** The parts of the Terraform JSON that are read here. */
interface Terraform {
  readonly terraform?: { readonly backend?: Readonly<Record<string, Attributes>> };
  readonly provider?: { readonly databricks?: readonly Attributes[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly output?: {
    readonly review?: { readonly value?: { readonly secrets?: readonly RequiredSecret[] } };
  };
  readonly variable?: Readonly<Record<string, Attributes>>;
}

/** Provider settings in the stack. */
export interface ProviderSettings {
  readonly host?: string;
  readonly profile?: string;
  readonly auth_type?: string;
}

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

  /** Names of the Terraform variables that have no default. */
  get variables(): string[] {
    return Object.entries(this.content.variable ?? {})
      .filter(([, { default: value }]) => value === undefined)
      .map(([name]) => name);
  }

  /** Names of the secret scopes that the stack creates. */
  get secretScopes(): string[] {
    return this.resources('secret_scope').map(({ name }) => String(name));
  }

  /** Every secret that the stack needs, sorted; the stack publishes them in its output `review`. */
  get secrets(): readonly RequiredSecret[] {
    return this.content.output?.review?.value?.secrets ?? [];
  }

  /** The address of the resource of a type with this name. */
  addressOf(type: string, name: string): string | undefined {
    const found = Object.entries(this.content.resource?.[`databricks_${type}`] ?? {}).find(
      ([, attributes]) => attributes.name === name,
    );
    return found && `databricks_${type}.${found[0]}`;
  }
}
