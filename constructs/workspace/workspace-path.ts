import { Token } from 'cdktf';
import { z } from 'zod';
import { checked } from '../medallion/settings';

/** Absolute path in a workspace. A path with a reference is only known when Terraform runs, so it is not checked. */
export const WorkspacePath = checked(z.string(), (path) =>
  Token.isUnresolved(path) || path.startsWith('/')
    ? undefined
    : `is '${path}'. Use an absolute path, which starts with '/'.`,
);
