import { isInCatalog } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { PipelineChange } from '../pipeline-change';
import {
  type Attributes,
  type Deployment,
  isDeleted,
  isReplaced,
  type ResourceChange,
} from '../plan/deployment';
import { type AttributeChange, attributeChanges } from './attribute-changes';
import { replacingAttributes } from './resource-types';

type Side = 'before' | 'after';

/**
 * The changed resources of a deployment, and which of their changes are not reported yet. Each part of the review takes
 * the changes it can explain; the rest is reported as unknown, so every change is reported exactly once.
 */
export class ChangedResources {
  /** Every changed resource. */
  readonly all: readonly ResourceChange[];

  private readonly unreported = new Map<ResourceChange, AttributeChange[]>();
  private readonly touched = new Set<ResourceChange>();
  private readonly claimed = new Set<ResourceChange>();
  private readonly identifiers: Readonly<Record<Side, ReadonlyMap<string, ResourceChange>>>;
  private readonly pipelinesByAddress = new Map<string, PipelineChange>();

  constructor(
    readonly deployment: Deployment,
    readonly pipelines: readonly PipelineChange[],
  ) {
    this.all = deployment.resources.filter(
      ({ actions, previousAddress }) =>
        previousAddress !== undefined || actions.some((action) => action !== 'no-op' && action !== 'read'),
    );
    this.identifiers = {
      before: identifiersOf(deployment.resources, 'before'),
      after: identifiersOf(deployment.resources, 'after'),
    };
    for (const pipeline of pipelines) {
      const { address } = pipeline.after ?? pipeline.before ?? {};
      if (address !== undefined) this.pipelinesByAddress.set(address, pipeline);
    }
  }

  /** Whether this is the first deployment, or completes it. */
  get isFirst(): boolean {
    const { last, resources } = this.deployment;
    // Secret scopes are created before the first deployment, so that its pipelines find the secrets.
    return (
      last === 'first interrupted' ||
      resources.every(({ type, before }) => type === 'secret_scope' || !before)
    );
  }

  /** Changed resources of the given types. */
  ofType(...types: readonly string[]): ResourceChange[] {
    return this.all.filter(({ type }) => types.includes(type));
  }

  /** Unreported changes of a resource, all or below a path, where `*` is any name. They stay unreported. */
  see(resource: ResourceChange, ...path: readonly string[]): AttributeChange[] {
    return this.changesOf(resource).filter((change) => isWithin(change, path));
  }

  /** Returns the same changes as `see` and marks them as reported. */
  take(resource: ResourceChange, ...path: readonly string[]): AttributeChange[] {
    const taken = this.see(resource, ...path);
    this.takeThese(resource, taken);
    return taken;
  }

  /** Takes the attributes that force a replacement, or are why the code asks for it: they are reported with it. */
  takeReplacing(resource: ResourceChange): AttributeChange[] {
    const names =
      resource.reason === 'replace_by_triggers'
        ? replacingAttributes(resource.type)
        : resource.replacePaths.map((path) => String(path[0]));
    return names.flatMap((name) => this.take(resource, name));
  }

  /** Marks individual changes as reported. */
  takeThese(resource: ResourceChange, taken: readonly AttributeChange[]): void {
    if (taken.length === 0) return;
    const reported = new Set(taken);
    this.touched.add(resource);
    this.unreported.set(
      resource,
      this.changesOf(resource).filter((change) => !reported.has(change)),
    );
  }

  /** Whether any change of a resource has been reported. */
  wasTaken(resource: ResourceChange): boolean {
    return this.touched.has(resource) || this.claimed.has(resource);
  }

  /** Marks the creation, deletion or replacement of a resource as reported. */
  claim(resource: ResourceChange): void {
    this.claimed.add(resource);
  }

  isClaimed(resource: ResourceChange): boolean {
    return this.claimed.has(resource);
  }

  /** The resource with an ID, a path or a full name. */
  named(identifier: unknown, side: Side): ResourceChange | undefined {
    if (typeof identifier !== 'string') return undefined;
    // Stacks contain references where plans contain resolved values.
    const [, address] = /^\$\{(\w+\.[\w-]+)\.\w+\}$/.exec(identifier) ?? [];
    return this.identifiers[side].get(address ?? identifier);
  }

  /** Whether the deployment deletes a resource, or replaces it under the same name. */
  goes(identifier: unknown): boolean {
    const resource = this.named(identifier, 'before');
    return resource !== undefined && (isDeleted(resource) || isReplaced(resource));
  }

  /** The pipeline that belongs to a resource, with its manifests. */
  pipelineOf({ address }: ResourceChange): PipelineChange | undefined {
    return this.pipelinesByAddress.get(address);
  }

  /** Pipeline tables and views in a catalog or schema, before or after. */
  datasetsIn(side: Side, catalog: unknown, schema?: unknown): ManifestDataset[] {
    return this.pipelines.flatMap((pipeline) => {
      const deployed = pipeline[side];
      if (!deployed?.manifest || deployed.catalog !== catalog) return [];
      return schema === undefined || deployed.schema === schema
        ? deployed.manifest.datasets.filter(isInCatalog)
        : [];
    });
  }

  private changesOf(resource: ResourceChange): AttributeChange[] {
    if (resource.actions.every((action) => action === 'no-op' || action === 'read')) return [];
    const changes = this.unreported.get(resource) ?? attributeChanges(resource);
    this.unreported.set(resource, changes);
    return changes;
  }
}

function isWithin({ path }: AttributeChange, outer: readonly string[]): boolean {
  return outer.every((name, index) => path[index] === name || (name === '*' && path[index] !== undefined));
}

/** Resources by the identifiers that other resources use. */
function identifiersOf(resources: readonly ResourceChange[], side: Side): Map<string, ResourceChange> {
  const found = new Map<string, ResourceChange>();
  for (const resource of resources) {
    const attributes = resource[side];
    if (!attributes) continue;
    const address = side === 'before' ? (resource.previousAddress ?? resource.address) : resource.address;
    for (const identifier of [address, ...namesOf(resource.type, attributes)]) {
      if (!found.has(identifier)) found.set(identifier, resource);
    }
  }
  return found;
}

function namesOf(type: string, attributes: Attributes): string[] {
  const { id, path, name, catalog_name: catalog, schema_name: schema, object_id: objectId } = attributes;
  const fullName =
    type === 'schema' ? `${catalog}.${name}` : type === 'volume' ? `${catalog}.${schema}.${name}` : '';
  // Only for catalogs and secret scopes is the name the identifier; a job and a pipeline may share a name.
  const ownName = type === 'catalog' || type === 'secret_scope' ? name : '';
  return [id, path, objectId, ownName, fullName].filter(
    (value): value is string => typeof value === 'string' && value !== '' && !/^\d{1,3}$/.test(value),
  );
}
