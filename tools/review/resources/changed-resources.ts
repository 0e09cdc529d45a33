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

type Side = 'before' | 'after';

/**
 * What a deployment changes, and what of it is not reported yet. Each part of a review takes what it can explain; what is
 * left at the end is unknown. So nothing is forgotten, and nothing is reported twice.
 */
export class ChangedResources {
  /** Every resource to which something happens. */
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

  /** Whether nothing was deployed before. */
  get isFirst(): boolean {
    return this.deployment.resources.every(({ before }) => !before);
  }

  /** Changed resources of some types. */
  ofType(...types: readonly string[]): ResourceChange[] {
    return this.all.filter(({ type }) => types.includes(type));
  }

  /** The changes of a resource that are not reported yet, all or within a path; `*` is any name. They stay unreported. */
  see(resource: ResourceChange, ...path: readonly string[]): AttributeChange[] {
    return this.changesOf(resource).filter((change) => isWithin(change, path));
  }

  /** The same, and counts them as reported. */
  take(resource: ResourceChange, ...path: readonly string[]): AttributeChange[] {
    const taken = this.see(resource, ...path);
    this.takeThese(resource, taken);
    return taken;
  }

  /** Takes the attributes for which a resource is replaced: they are reported with the replacement. */
  takeReplacing(resource: ResourceChange): AttributeChange[] {
    return resource.replacePaths.flatMap((path) => this.take(resource, String(path[0])));
  }

  /** Takes single changes. */
  takeThese(resource: ResourceChange, taken: readonly AttributeChange[]): void {
    if (taken.length === 0) return;
    const reported = new Set(taken);
    this.touched.add(resource);
    this.unreported.set(
      resource,
      this.changesOf(resource).filter((change) => !reported.has(change)),
    );
  }

  /** Whether anything about a resource has been reported. */
  wasTaken(resource: ResourceChange): boolean {
    return this.touched.has(resource) || this.claimed.has(resource);
  }

  /** Marks as reported that a resource is new, deleted or created again. */
  claim(resource: ResourceChange): void {
    this.claimed.add(resource);
  }

  isClaimed(resource: ResourceChange): boolean {
    return this.claimed.has(resource);
  }

  /** The resource that an id, a path or a full name stands for. */
  named(identifier: unknown, side: Side): ResourceChange | undefined {
    if (typeof identifier !== 'string') return undefined;
    // Two stacks have references where a plan has what they stand for.
    const [, address] = /^\$\{(\w+\.[\w-]+)\.\w+\}$/.exec(identifier) ?? [];
    return this.identifiers[side].get(address ?? identifier);
  }

  /** Whether something is deleted by the deployment, or created again under the same name. */
  goes(identifier: unknown): boolean {
    const resource = this.named(identifier, 'before');
    return resource !== undefined && (isDeleted(resource) || isReplaced(resource));
  }

  /** The pipeline of a resource, with its manifests. */
  pipelineOf({ address }: ResourceChange): PipelineChange | undefined {
    return this.pipelinesByAddress.get(address);
  }

  /** Tables and views of pipelines that are in a catalog, or in a schema of it, before or after. */
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

/** Resources by what others call them. */
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
  // A catalog has its name for an id; other names are no identifiers: a job may have that of a pipeline.
  const ownName = type === 'catalog' || type === 'secret_scope' ? name : '';
  return [id, path, objectId, ownName, fullName].filter(
    (value): value is string => typeof value === 'string' && value !== '' && !/^\d{1,3}$/.test(value),
  );
}
