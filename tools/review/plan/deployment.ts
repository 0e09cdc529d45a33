/** Attributes of a resource. What is known only after Terraform has applied is missing here. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What Terraform does to a resource; a replacement is `delete` and `create`, in either order. */
export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

/** One resource before and after a deployment. */
export interface ResourceChange {
  /** Where it is in Terraform's state, such as `databricks_pipeline.pipeline`. */
  readonly address: string;

  /** Where it was, if it moves. */
  readonly previousAddress?: string;

  /** Type without the provider, such as `pipeline`. */
  readonly type: string;

  readonly actions: readonly Action[];

  /** Nothing for a resource that is new. */
  readonly before?: Attributes;

  /** Nothing for a resource that goes. */
  readonly after?: Attributes;

  /** Attributes of `after` that only Databricks knows, each `true` or, within a block, a tree of them. */
  readonly unknown: Attributes;

  /** Names of attributes that hold something secret: their values are not shown. */
  readonly sensitive: readonly string[];

  /** Attributes for which Databricks cannot change it in place. */
  readonly replacePaths: readonly (readonly (string | number)[])[];

  /** Why Terraform does it, in its words, such as `delete_because_no_resource_config`. */
  readonly reason?: string;
}

/** What a stack says to a review in its output `review`, because no resource says it. */
export interface ReviewFacts {
  /** Addresses of resources that the environment protects: `prevent_destroy` itself is in no plan. */
  readonly protected?: readonly string[];

  /** Hours for which Kafka keeps messages, -1 for ever; nothing if the environment does not say. */
  readonly kafka_retention_hours?: number;

  /** Rates that the environment has in place of those of the list. */
  readonly dbu_rates?: {
    readonly node_types?: Readonly<Record<string, number>>;
    readonly photon_factor?: number;
    readonly warehouse_sizes?: Readonly<Record<string, number>>;
  };
}

/** All resources before and after a deployment, from a plan or from two synthesized stacks. */
export interface Deployment {
  /** Where it comes from: two stacks know nothing of what is really deployed. */
  readonly source: 'plan' | 'stacks';

  /** Every resource, those that stay as they are included. */
  readonly resources: readonly ResourceChange[];

  /** What somebody changed in the workspace since Terraform looked last: before is Terraform's memory, after is real. */
  readonly drift: readonly ResourceChange[];

  /** Whether there is anything to deploy; a change of what the stack says to a review is something as well. */
  readonly hasChanges: boolean;

  /** Whether the plan is about everything: one with targets is not. */
  readonly isComplete: boolean;

  /** What the stack said before, and says from now on; nothing where it has no such output. */
  readonly facts: { readonly before: ReviewFacts; readonly after: ReviewFacts };
}

/** Type of a resource without the name of the provider if it is Databricks', such as `pipeline`. */
export function typeName(type: string): string {
  return type.replace(/^databricks_/, '');
}

/** Whether a resource is deleted and created again. */
export function isReplaced({ actions }: ResourceChange): boolean {
  return actions.includes('delete') && actions.includes('create');
}

/** Whether a resource goes and none comes in its place. */
export function isDeleted({ actions }: ResourceChange): boolean {
  return actions.includes('delete') && !actions.includes('create');
}

/** The blocks of an attribute: plans have one in a list, stacks also as itself. */
export function blocksOf(value: unknown): Attributes[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Attributes[];
}
