import type { TerraformStack } from 'cdktf';

/** Attributes of a resource as Terraform gets them; references are text such as `${databricks_schema.schema.id}`. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A resource as it stands in the Terraform of a stack. */
export interface RenderedResource {
  /** Type without the provider, such as `pipeline`. */
  readonly type: string;

  /** Path of the construct that it comes from, below the stack. */
  readonly path: string;

  readonly attributes: Attributes;
}

/** The Databricks resources of a stack as they would be written, in the order of their types. */
export function renderedResources(stack: TerraformStack): RenderedResource[] {
  const { resource = {} } = stack.toTerraform() as { resource?: Record<string, Record<string, Attributes>> };
  return Object.entries(resource).flatMap(([type, resources]) =>
    Object.entries(resources).map(([id, { '//': origin, ...attributes }]) => ({
      type: type.replace(/^databricks_/, ''),
      path: pathOf(origin)?.slice(stack.node.path.length + 1) ?? id,
      attributes,
    })),
  );
}

/** Whether a value is known only when Terraform runs. */
export function isReference(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}

/** The blocks of an attribute: Terraform takes one as itself or in a list. */
export function blocksOf(value: unknown): Attributes[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Attributes[];
}

function pathOf(origin: unknown): string | undefined {
  return (origin as { metadata?: { path?: string } } | undefined)?.metadata?.path;
}
