import { MANIFEST_FILE, type Manifest, parseManifest } from '../../artefacts/manifest';
import { UserError } from '../../terminal/user-error';
import type { DeployedPipeline, DeployedPlatform, PipelineChange, PlatformChange } from '../pipeline-change';
import { type Attributes, blocksOf, type Deployment, type ResourceChange } from './deployment';

type Side = 'before' | 'after';

/** Content of workspace notebooks and files by path. */
type Files = ReadonlyMap<string, string>;

/** Every platform of a deployment before and after: its pipelines, manifest and notebooks. */
export function platformsOf({ resources }: Deployment): PlatformChange[] {
  const files = { before: filesOf(resources, 'before'), after: filesOf(resources, 'after') };
  const pipelines = resources.filter(({ type }) => type === 'pipeline');
  const manifests = new Map(
    pipelines.map((resource) => [
      resource,
      {
        before: manifestPath(resource.before, files.before),
        after: manifestPath(resource.after, files.after),
      },
    ]),
  );
  const platforms = new Map<string, ResourceChange[]>();
  for (const [resource, { before, after }] of manifests) {
    // A pipeline that is deleted belongs to what its siblings become.
    const sibling = [...manifests.values()].find((other) => other.after && other.before === before);
    const key = after ?? sibling?.after ?? before ?? resource.address;
    platforms.set(key, [...(platforms.get(key) ?? []), resource]);
  }
  return [...platforms.values()].map((members) => {
    const side = (which: Side) =>
      platform(
        members.flatMap((member) => deployed(member, which, files[which]) ?? []),
        files[which],
      );
    const [before, after] = [side('before'), side('after')];
    return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  });
}

/** The pipelines of platforms, each before and after. */
export function pipelinesOf(platforms: readonly PlatformChange[]): PipelineChange[] {
  return platforms.flatMap(({ before, after }) => {
    const were = before?.pipelines ?? [];
    const are = after?.pipelines ?? [];
    const successors = new Map(are.map((each) => [each.previousAddress ?? each.address, each]));
    return [
      ...were.map((each): PipelineChange => {
        const successor = successors.get(each.address);
        return { before: each, ...(successor ? { after: successor } : {}) };
      }),
      ...are
        .filter((each) => !were.some(({ address }) => address === (each.previousAddress ?? each.address)))
        .map((each): PipelineChange => ({ after: each })),
    ];
  });
}

/** Content of every workspace notebook and file by path, where the plan contains it. */
function filesOf(resources: readonly ResourceChange[], side: Side): Map<string, string> {
  const files = new Map<string, string>();
  for (const { type, [side]: attributes } of resources) {
    if (type !== 'notebook' && type !== 'workspace_file') continue;
    const { path, content_base64: content } = attributes ?? {};
    if (typeof path !== 'string' || typeof content !== 'string') continue;
    files.set(path, Buffer.from(content, 'base64').toString('utf8'));
  }
  return files;
}

/** The pipelines of one side with all that they share; undefined if there is none. */
function platform(pipelines: readonly DeployedPipeline[], files: Files): DeployedPlatform | undefined {
  const [first] = pipelines;
  if (!first) return undefined;
  const { manifestPath: place, catalog, schema } = first;
  const manifest = manifestIn(place === undefined ? undefined : files.get(place));
  return {
    pipelines,
    ...(manifest ? { manifest } : {}),
    notebooks: notebooksOf(manifest, place, files),
    ...(catalog === undefined ? {} : { catalog }),
    ...(schema === undefined ? {} : { schema }),
  };
}

function deployed(
  { address, previousAddress, before, after }: ResourceChange,
  side: Side,
  files: Files,
): DeployedPipeline | undefined {
  const attributes = side === 'before' ? before : after;
  if (!attributes) return undefined;
  const place = manifestPath(attributes, files);
  const whole = manifestIn(place === undefined ? undefined : files.get(place));
  const libraries = libraryPaths(attributes);
  const name = whole?.notebooks.find(({ file }) => libraries.includes(inWorkspace(place, file)))?.pipeline;
  const manifest = whole && {
    ...whole,
    notebooks: whole.notebooks.filter(({ pipeline }) => pipeline === name),
    datasets: whole.datasets.filter(({ pipeline }) => pipeline === name),
  };
  return {
    address: side === 'before' ? (previousAddress ?? address) : address,
    ...(side === 'after' && previousAddress !== undefined ? { previousAddress } : {}),
    ...(name === undefined ? {} : { name }),
    ...(place === undefined ? {} : { manifestPath: place }),
    ...(manifest ? { manifest } : {}),
    notebooks: notebooksOf(manifest, place, files),
    ...(typeof attributes.id === 'string' ? { id: attributes.id } : {}),
    ...(typeof attributes.catalog === 'string' ? { catalog: attributes.catalog } : {}),
    ...(typeof attributes.schema === 'string' ? { schema: attributes.schema } : {}),
  };
}

/** The texts of the notebooks that a manifest lists. */
function notebooksOf(manifest: Manifest | undefined, place: string | undefined, files: Files): Files {
  return new Map(
    (manifest?.notebooks ?? []).flatMap(({ file }) => {
      const text = files.get(inWorkspace(place, file));
      return text === undefined ? [] : [[file, text] as const];
    }),
  );
}

/** Path of a notebook in the workspace, where it has no extension. */
function inWorkspace(place: string | undefined, file: string): string {
  return `${folderOf(place ?? '')}/${file.replace(/\.\w+$/, '')}`;
}

/** Path of the manifest of a pipeline: in the folder above that of its notebooks. */
function manifestPath(attributes: Attributes | undefined, files: Files): string | undefined {
  return libraryPaths(attributes)
    .map((path) => `${folderOf(folderOf(path))}/${MANIFEST_FILE}`)
    .find((path) => files.has(path));
}

function libraryPaths(attributes: Attributes | undefined): string[] {
  return blocksOf(attributes?.library)
    .flatMap(({ notebook }) => blocksOf(notebook))
    .flatMap(({ path }) => (typeof path === 'string' ? [path] : []));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The parsed manifest; undefined if it cannot be read. */
function manifestIn(text = ''): Manifest | undefined {
  try {
    return parseManifest(text, MANIFEST_FILE);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
