import { z } from 'zod';
import { matching } from '../medallion/settings';

/** Tags by key, restricted to what clusters, jobs, warehouses and the catalog all accept. */
export const Tags = z.record(
  z
    .string()
    .regex(
      /^[a-z][a-z0-9_]{0,62}$/,
      'Use at most 63 lower-case letters, digits and underscores, starting with a letter.',
    ),
  matching(
    /^[A-Za-z0-9 _.:/=+@-]{1,255}$/,
    'Use 1 to 255 letters, digits, spaces and _ . : / = + @ -, which all clouds accept.',
  ),
);
export type Tags = z.infer<typeof Tags>;
