import type { Construct } from 'constructs';

/**
 * The names of the properties that lead from `owner` to `value`: one, or two if a record of the owner holds it; nothing
 * if code cannot reach it.
 */
export function propertyPath(owner: Construct, value: Construct): readonly string[] | undefined {
  for (const [name, held] of Object.entries(owner)) {
    if (held === value) return [name];
    if (!isRecord(held)) continue;
    const [key] = Object.entries(held).find(([, each]) => each === value) ?? [];
    if (key !== undefined) return [name, key];
  }
  return undefined;
}

function isRecord(held: unknown): held is Readonly<Record<string, unknown>> {
  return typeof held === 'object' && held !== null && Object.getPrototypeOf(held) === Object.prototype;
}
