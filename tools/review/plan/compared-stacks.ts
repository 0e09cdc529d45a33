import { isDeepStrictEqual } from 'node:util';
import { replacingAttributes } from '../resources/resource-types';
import type { Attributes, Deployment, ResourceChange, ReviewFacts } from './deployment';
import { COMPLETION_MARKER, typeName } from './deployment';
import type { StackContent } from './stack-directory';

/** Entries of a block that are Terraform meta-arguments instead of attributes. */
const META = ['//', 'lifecycle', 'depends_on', 'provider', 'provisioner', 'connection'];

const REFERENCE = /\$\{([a-z][\w]*)\.([\w-]+)\.(\w+)\}/g;

type Resources = ReadonlyMap<string, Attributes>;

/**
 * The changes from one stack to another, without state, credentials or Terraform: out-of-band changes are not detected,
 * and every resource of the old stack is assumed to be deployed.
 */
export function compareStacks(before: StackContent, after: StackContent): Deployment {
  const [was, is] = [resourcesOf(before), resourcesOf(after)];
  const replaced = new Set(
    [...is].flatMap(([address, attributes]) => {
      const old = was.get(address);
      return old && replacePathsOf(address, old, attributes).length > 0 ? [address] : [];
    }),
  );
  const fresh = (address: string) => !was.has(address) || replaced.has(address);
  const withKnown = new Map(
    [...is].map(([address, attributes]) => [address, known(attributes, fresh)] as const),
  );
  // A resource is replaced as well if it refers to a new one in an attribute that cannot change in place.
  for (let size = -1; size !== replaced.size; ) {
    size = replaced.size;
    for (const [address, { attributes }] of withKnown) {
      const old = was.get(address);
      if (old && replacePathsOf(address, old, attributes).length > 0) replaced.add(address);
    }
    for (const [address, attributes] of is) withKnown.set(address, known(attributes, fresh));
  }
  const resources = [...new Set([...was.keys(), ...is.keys()])].sort().map((address) => {
    const { attributes, unknown } = withKnown.get(address) ?? { attributes: undefined, unknown: {} };
    return changeOf(address, was.get(address), attributes, unknown);
  });
  const facts = { before: factsIn(before), after: factsIn(after) };
  return {
    source: 'stacks',
    resources,
    drift: [],
    hasChanges:
      resources.some(({ actions }) => !actions.includes('no-op')) ||
      !isDeepStrictEqual(facts.before, facts.after),
    isComplete: true,
    last: 'complete',
    facts,
  };
}

function changeOf(
  address: string,
  before: Attributes | undefined,
  after: Attributes | undefined,
  unknown: Attributes,
): ResourceChange {
  const replacePaths = before && after ? replacePathsOf(address, before, after) : [];
  const isSame = isDeepStrictEqual(before, after) && Object.keys(unknown).length === 0;
  return {
    address,
    type: typeName(address.split('.', 1)[0] as string),
    actions: !before
      ? ['create']
      : !after
        ? ['delete']
        : replacePaths.length > 0
          ? ['delete', 'create']
          : [isSame ? 'no-op' : 'update'],
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    unknown,
    sensitive: [],
    replacePaths,
    ...(!after ? { reason: 'delete_because_no_resource_config' } : {}),
    ...(replacePaths.length > 0 ? { reason: 'replace_because_cannot_update' } : {}),
  };
}

/** Changed attributes that Databricks cannot change in place. */
function replacePathsOf(address: string, before: Attributes, after: Attributes): string[][] {
  const type = typeName(address.split('.', 1)[0] as string);
  return replacingAttributes(type)
    .filter((name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null))
    .map((name) => [name]);
}

/** The resources by address, with references resolved where the stack contains the value. */
function resourcesOf({ resource = {} }: StackContent): Resources {
  const written = new Map<string, Attributes>(
    Object.entries(resource)
      .flatMap(([type, resources]) =>
        Object.entries(resources).map(([name, attributes]) => [`${type}.${name}`, attributes] as const),
      )
      .filter(([address]) => address !== COMPLETION_MARKER),
  );
  const resolve = (text: string, within: readonly string[]): string =>
    text.replaceAll(REFERENCE, (reference, type: string, name: string, attribute: string) => {
      const address = `${type}.${name}`;
      const target = written.get(address);
      if (!target || within.includes(address)) return reference;
      const value = attribute === 'id' ? identifierOf(typeName(type), target) : target[attribute];
      return typeof value === 'string' ? resolve(value, [...within, address]) : reference;
    });
  return new Map(
    [...written].map(([address, attributes]) => [
      address,
      Object.fromEntries(
        Object.entries(attributes)
          .filter(([name]) => !META.includes(name))
          .map(([name, value]) => [name, mapped(value, (text) => resolve(text, [address]))]),
      ),
    ]),
  );
}

/** Identifiers that follow from attributes in the stack. */
function identifierOf(type: string, { catalog_name: catalog, name, path }: Attributes): unknown {
  switch (type) {
    case 'schema':
      return `${catalog}.${name}`;
    case 'catalog':
    case 'secret_scope':
      return name;
    case 'directory':
    case 'notebook':
    case 'workspace_file':
      return path;
    default:
      return undefined;
  }
}

/** The attributes without references to resources that do not exist yet; these are unknown until apply. */
function known(
  attributes: Attributes,
  isFresh: (address: string) => boolean,
): { readonly attributes: Attributes; readonly unknown: Attributes } {
  const unknown: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const marks = unknownIn(value, isFresh);
    if (marks !== undefined) unknown[name] = marks;
    if (marks !== true) rest[name] = value;
  }
  return { attributes: rest, unknown };
}

/** `true` for a string that refers to a new resource, a tree of marks for a value that contains one, else undefined. */
function unknownIn(value: unknown, isFresh: (address: string) => boolean): unknown {
  if (typeof value === 'string') {
    return [...value.matchAll(REFERENCE)].some(([, type, name]) => isFresh(`${type}.${name}`))
      ? true
      : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const marks = Object.entries(value).map(([key, each]) => [key, unknownIn(each, isFresh)] as const);
  return marks.some(([, mark]) => mark !== undefined)
    ? Object.fromEntries(marks.filter(([, mark]) => mark !== undefined))
    : undefined;
}

function mapped(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((each) => mapped(each, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapped(each, map)]));
}

function factsIn({ output }: StackContent): ReviewFacts {
  return (output?.review?.value ?? {}) as ReviewFacts;
}
