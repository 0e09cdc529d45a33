/** Attributes of a resource, without those that are known only after apply. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Terraform's action on a resource; a replacement is `delete` and `create`, in either order. */
export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

/** One resource before and after a deployment. */
export interface ResourceChange {
  /** Address in the Terraform state, such as `databricks_pipeline.pipeline`. */
  readonly address: string;

  /** Previous address of a moved resource. */
  readonly previousAddress?: string;

  /** Type without the provider, such as `pipeline`. */
  readonly type: string;

  readonly actions: readonly Action[];

  /** Undefined for a new resource. */
  readonly before?: Attributes;

  /** Undefined for a deleted resource. */
  readonly after?: Attributes;

  /** Attributes of `after` that are unknown until apply, each `true` or, for a block, a tree of these. */
  readonly unknown: Attributes;

  /** Names of sensitive attributes, whose values are not shown. */
  readonly sensitive: readonly string[];

  /** Attributes that force a replacement. */
  readonly replacePaths: readonly (readonly (string | number)[])[];

  /** Terraform's reason for the action, such as `delete_because_no_resource_config`. */
  readonly reason?: string;
}

/** Address of the resource that is updated last, with the hash of the deployment; constructs/workspace creates it. */
export const COMPLETION_MARKER = 'terraform_data.deployed';

/** Content of the stack output `review`: settings that no resource contains. */
export interface ReviewFacts {
  /** Hash of all resources. It is stored when a deployment begins, and in {@link COMPLETION_MARKER} when it is complete. */
  readonly revision?: string;

  /** Addresses of protected resources: plans do not contain `prevent_destroy`. */
  readonly protected?: readonly string[];

  /** Kafka retention in hours, -1 if unlimited; undefined if the environment does not declare it. */
  readonly kafka_retention_hours?: number;

  /** DBU rates of the environment that override the published ones. */
  readonly dbu_rates?: {
    readonly node_types?: Readonly<Record<string, number>>;
    readonly photon_factor?: number;
    readonly warehouse_sizes?: Readonly<Record<string, number>>;
  };
}

/** All resources before and after a deployment, from a plan or from two synthesized stacks. */
export interface Deployment {
  /** Source of the comparison: two stacks do not reflect what is actually deployed. */
  readonly source: 'plan' | 'stacks';

  /** Every resource, including unchanged ones. */
  readonly resources: readonly ResourceChange[];

  /** Drift since the last refresh of the state: `before` is the state, `after` the workspace. */
  readonly drift: readonly ResourceChange[];

  /** Whether there is anything to deploy, including a change of the output `review`. */
  readonly hasChanges: boolean;

  /** Whether the plan covers all resources: false with `-target`. */
  readonly isComplete: boolean;

  /** Progress of the last deployment. */
  readonly last: 'complete' | 'interrupted' | 'first interrupted';

  /** The output `review` before and after; undefined if the stack does not have it. */
  readonly facts: { readonly before: ReviewFacts; readonly after: ReviewFacts };
}

/** Resource type without the prefix of the Databricks provider, such as `pipeline`. */
export function typeName(type: string): string {
  return type.replace(/^databricks_/, '');
}

/** Whether a resource is deleted and created again. */
export function isReplaced({ actions }: ResourceChange): boolean {
  return actions.includes('delete') && actions.includes('create');
}

/** Whether a resource is deleted without replacement. */
export function isDeleted({ actions }: ResourceChange): boolean {
  return actions.includes('delete') && !actions.includes('create');
}

/** The blocks of an attribute: plans put a single block into a list, stacks may not. */
export function blocksOf(value: unknown): Attributes[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Attributes[];
}
