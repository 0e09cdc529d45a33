import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Token } from 'cdktf';
import { z } from 'zod';
import { checked } from '../medallion/settings';

/** Where all workspace files are. */
const ROOT = '/Workspace/';

/** Folder whose content every user of the workspace can change, whatever its own permissions are. */
const SHARED = `${ROOT}Shared`;

/**
 * Absolute path in a workspace, in the form with the prefix `/Workspace`. The short form means the same object, but the
 * alerts API returns the long one, and the provider then reports an inconsistent result.
 *
 * A path with a reference is only known when Terraform runs, so only a literal beginning is checked.
 *
 * @see https://docs.databricks.com/aws/en/files/workspace
 * @see https://github.com/databricks/terraform-provider-databricks/issues/5042
 */
export const WorkspacePath = checked(z.string(), (path) => {
  if (path.startsWith(ROOT)) return undefined;
  if (Token.isUnresolved(path) && !/^\/(?!Workspace\$)/.test(path)) return undefined;
  return path.startsWith('/')
    ? `is '${path}'. Start it with '/Workspace': '/Workspace${path}'.`
    : `is '${path}'. Use an absolute path, which starts with '/Workspace/'.`;
});

/** Return the home folder of a user or service principal. Only that principal and administrators may change it. */
export function homeFolder(name: string): string {
  return `${ROOT}Users/${name}`;
}

/**
 * Whether every user of the workspace can change what is at a path, whatever its permissions are.
 *
 * @see https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/permissions#folder-usage
 */
export function isShared(path: string): boolean {
  return path === SHARED || path.startsWith(`${SHARED}/`);
}

/**
 * Return the path of a folder as written in the code, not as Databricks reports it: it may report a different form, and
 * the provider then fails because the plan had the other one. Depend on the folder explicitly.
 */
export function writtenPath(directory: Directory): string {
  return directory.pathInput ?? directory.path;
}
