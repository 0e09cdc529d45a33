import { z } from 'zod';
import { matching } from '../medallion/settings';

/** Tags by key, in the form that clusters, jobs, warehouses and the catalog all take. */
export const Tags = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'Use lower-case letters, digits and underscores, at most 63.'),
  matching(
    /^[A-Za-z0-9 _.:/=+@-]{1,255}$/,
    'Use letters, digits, spaces and _ . : / = + @ -, at least one and at most 255: all clouds take these.',
  ),
);
export type Tags = z.infer<typeof Tags>;
