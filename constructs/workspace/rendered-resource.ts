import type { TerraformStack } from 'cdktf';

/** Attributes of a rendered resource; references are strings such as `${databricks_schema.schema.id}`. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A resource in the rendered Terraform JSON of a stack. */
export interface RenderedResource {
  /** Type without the provider, such as `pipeline`. */
  readonly type: string;

  /** Path of its construct, relative to the stack. */
  readonly path: string;

  readonly attributes: Attributes;
}

/** Return the Databricks resources of a stack as rendered, ordered by type. */
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

/** Whether a value is a reference, which is only known when Terraform runs. */
export function isReference(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}

/** Return the blocks of an attribute: Terraform accepts a single block or a list. */
export function blocksOf(value: unknown): Attributes[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Attributes[];
}

function pathOf(origin: unknown): string | undefined {
  return (origin as { metadata?: { path?: string } } | undefined)?.metadata?.path;
}
