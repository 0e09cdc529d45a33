import { MANIFEST_FILE, type Manifest, parseManifest } from '../../artefacts/manifest';
import { UserError } from '../../terminal/user-error';
import type { DeployedPipeline, PipelineChange } from '../pipeline-change';
import { type Attributes, blocksOf, type Deployment, type ResourceChange } from './deployment';

type Side = 'before' | 'after';

/** Every pipeline of a deployment before and after, with its manifest and notebooks. */
export function pipelinesOf({ resources }: Deployment): PipelineChange[] {
  const files = { before: filesOf(resources, 'before'), after: filesOf(resources, 'after') };
  return resources
    .filter(({ type }) => type === 'pipeline')
    .map((resource) => {
      const before = deployed(resource, 'before', files.before);
      const after = deployed(resource, 'after', files.after);
      return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
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

function deployed(
  { address, previousAddress, before, after }: ResourceChange,
  side: Side,
  files: ReadonlyMap<string, string>,
): DeployedPipeline | undefined {
  const attributes = side === 'before' ? before : after;
  if (!attributes) return undefined;
  const directory = notebookDirectory(attributes);
  const manifest = manifestIn(files.get(`${directory}/${MANIFEST_FILE}`));
  const notebooks = new Map<string, string>();
  for (const { file } of manifest?.notebooks ?? []) {
    const text = files.get(`${directory}/${file.replace(/\.\w+$/, '')}`);
    if (text !== undefined) notebooks.set(file, text);
  }
  return {
    address: side === 'before' ? (previousAddress ?? address) : address,
    ...(manifest ? { manifest } : {}),
    notebooks,
    ...(typeof attributes.id === 'string' ? { id: attributes.id } : {}),
    ...(typeof attributes.catalog === 'string' ? { catalog: attributes.catalog } : {}),
    ...(typeof attributes.schema === 'string' ? { schema: attributes.schema } : {}),
  };
}

/** Workspace folder of the first notebook of a pipeline, which also contains the manifest. */
function notebookDirectory({ library }: Attributes): string | undefined {
  for (const { notebook } of blocksOf(library)) {
    for (const { path } of blocksOf(notebook)) {
      if (typeof path === 'string') return path.slice(0, path.lastIndexOf('/'));
    }
  }
  return undefined;
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
