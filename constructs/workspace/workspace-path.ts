import { Token } from 'cdktf';
import { z } from 'zod';
import { checked } from '../medallion/settings';

/** Path from the root of a workspace. One that holds a reference is known only when Terraform runs. */
export const WorkspacePath = checked(z.string(), (path) =>
  Token.isUnresolved(path) || path.startsWith('/')
    ? undefined
    : `is '${path}'. Start it with '/': it is a path from the workspace's root.`,
);
