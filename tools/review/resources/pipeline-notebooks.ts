import { blocksOf, type ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';

/** Libraries of a pipeline that are the same notebook at a new path. */
export function movedLibraries(
  changes: readonly AttributeChange[],
  changed: ChangedResources,
): Set<AttributeChange> {
  const libraries = changes.filter(({ path }) => path[0] === 'library');
  const added = new Map(
    libraries.filter(({ before }) => before === undefined).map((each) => [each.path[1], each]),
  );
  return new Set(
    libraries.flatMap((gone) => {
      const notebook = gone.after === undefined ? changed.named(gone.path[1], 'before') : undefined;
      const there = added.get(String(notebook?.after?.path));
      return there ? [gone, there] : [];
    }),
  );
}

/** Notebooks of a pipeline whose changes are covered by its manifest. */
export function isExplained(
  resource: ResourceChange,
  { path }: AttributeChange,
  changed: ChangedResources,
): boolean {
  const pipeline = resource.type === 'pipeline' ? changed.pipelineOf(resource) : undefined;
  return (
    path[0] === 'library' &&
    pipeline?.before?.manifest !== undefined &&
    pipeline.after?.manifest !== undefined
  );
}

/** Paths of notebooks and manifests whose changes are reported per dataset. */
export function explainedTexts(changed: ChangedResources): Set<string> {
  const paths = new Set<string>();
  for (const resource of changed.deployment.resources) {
    if (resource.type !== 'pipeline') continue;
    const pipeline = changed.pipelineOf(resource);
    for (const side of ['before', 'after'] as const) {
      if (!pipeline?.[side]?.manifest) continue;
      // Notebooks on one side only are reported as added or removed datasets.
      if (pipeline.before && pipeline.after && !(pipeline.before.manifest && pipeline.after.manifest))
        continue;
      for (const path of pathsOf(resource[side])) {
        paths.add(path);
      }
      const { manifestPath } = pipeline[side] ?? {};
      if (manifestPath !== undefined) paths.add(manifestPath);
    }
  }
  return paths;
}

/** Paths of the notebooks and files of a pipeline. */
export function pathsOf(pipeline: ResourceChange['before']): string[] {
  return blocksOf(pipeline?.library).flatMap(({ notebook, file }) =>
    [...blocksOf(notebook), ...blocksOf(file)].flatMap(({ path }) =>
      typeof path === 'string' ? [path] : [],
    ),
  );
}
