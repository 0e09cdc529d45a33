import type { TerraformStack } from 'cdktf';
import { settingProblems } from '../medallion/settings';
import { alertProblems } from './alert-rules';
import { grantProblems } from './grant-rules';
import { jobProblems } from './job-rules';
import { pipelineProblems } from './pipeline-rules';
import { isReference, type RenderedResource, renderedResources } from './rendered-resource';
import { WorkspacePath } from './workspace-path';

/**
 * Find problems that Terraform does not notice in a plan, but Databricks rejects or silently gets wrong. They are
 * found in the rendered resources, whichever construct creates them.
 *
 * @returns one line per problem, with the path of the construct
 */
export function deploymentProblems(stack: TerraformStack): string[] {
  const resources = renderedResources(stack);
  const each = resources.flatMap((resource) =>
    [
      ...pathProblems(resource),
      ...contentProblems(resource),
      ...jsonProblems(resource),
      ...pipelineProblems(resource, resources),
      ...jobProblems(resource),
      ...alertProblems(resource),
      ...grantProblems(resource),
    ].map((problem) => `${resource.path}: ${problem}`),
  );
  return [...each, ...sharedTargets(resources), ...sharedNames(resources)];
}

/** The attribute that holds the workspace path of a resource, and the property that sets it. */
const PATHS: Readonly<Record<string, readonly [attribute: string, property: string]>> = {
  alert_v2: ['parent_path', 'parentPath'],
  dashboard: ['parent_path', 'parentPath'],
  directory: ['path', 'path'],
  notebook: ['path', 'path'],
  workspace_file: ['path', 'path'],
};

function pathProblems({ type, attributes }: RenderedResource): string[] {
  const [attribute, property] = PATHS[type] ?? [];
  if (attribute === undefined) return [];
  const path = attributes[attribute];
  return path === undefined || isReference(path) ? [] : settingProblems(WorkspacePath, path, property);
}

function contentProblems({ type, attributes }: RenderedResource): string[] {
  if (type !== 'notebook' || attributes.source !== undefined) return [];
  const text = Buffer.from(String(attributes.content_base64 ?? ''), 'base64').toString();
  return text.trim() === '' ? ['is a notebook without content. Add some, or remove it.'] : [];
}

/** Attributes that hold JSON text. */
const JSON_ATTRIBUTES: Readonly<Record<string, string>> = {
  cluster_policy: 'definition',
  dashboard: 'serialized_dashboard',
};

function jsonProblems({ type, attributes }: RenderedResource): string[] {
  const attribute = JSON_ATTRIBUTES[type];
  const text = attribute === undefined ? undefined : attributes[attribute];
  if (typeof text !== 'string') return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [`${attribute} is not valid JSON: ${(error as Error).message}. Write it with JSON.stringify.`];
  }
}

/** Return resources that each replace all permissions or grants of the same object, so that they undo each other. */
function sharedTargets(resources: readonly RenderedResource[]): string[] {
  const rights: Readonly<Record<string, readonly string[]>> = {
    permissions: ['access_control'],
    grants: ['grant'],
  };
  return repeated(
    resources.filter(({ type }) => Object.hasOwn(rights, type)),
    ({ type, attributes }) => {
      const target = Object.entries(attributes).filter(([name]) => !rights[type]?.includes(name));
      return `${type} ${JSON.stringify(target)}`;
    },
    (resource, first) =>
      `${resource.path}: sets all ${resource.type} of the same object as ${first.path}, so each would undo the other. Keep one.`,
  );
}

/** The attribute that must be unique in a workspace, by resource type. */
const NAMES: Readonly<Record<string, string>> = {
  alert_v2: 'display_name',
  cluster_policy: 'name',
  dashboard: 'display_name',
  directory: 'path',
  job: 'name',
  notebook: 'path',
  pipeline: 'name',
  secret_scope: 'name',
  sql_endpoint: 'name',
  workspace_file: 'path',
};

function sharedNames(resources: readonly RenderedResource[]): string[] {
  return repeated(
    resources.filter(({ type }) => Object.hasOwn(NAMES, type)),
    ({ type, attributes }) => `${type} ${attributes[NAMES[type] ?? '']}`,
    (resource, first) => {
      const attribute = NAMES[resource.type] ?? '';
      return `${resource.path}: ${attribute} '${resource.attributes[attribute]}' is also used by ${first.path}. Rename one of the two.`;
    },
  );
}

/** Return a problem for each resource with the same key as an earlier one. */
function repeated(
  resources: readonly RenderedResource[],
  key: (resource: RenderedResource) => string,
  problem: (resource: RenderedResource, first: RenderedResource) => string,
): string[] {
  const firsts = new Map<string, RenderedResource>();
  return resources.flatMap((resource) => {
    const first = firsts.get(key(resource));
    if (first) return [problem(resource, first)];
    firsts.set(key(resource), resource);
    return [];
  });
}
