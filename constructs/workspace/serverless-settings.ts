import { z } from 'zod';
import { exactly, matching } from '../medallion/settings';

/** Settings of everything that runs on serverless compute: the tasks of the job, and pipelines without clusters. */
export const ServerlessSettings = exactly({
  /**
   * Performance mode of the job, including the pipeline updates that it starts. `STANDARD` takes 4 to 6 minutes to start
   * and uses fewer DBUs for the same work; `PERFORMANCE_OPTIMIZED` usually starts within a minute.
   * @default 'STANDARD'
   * @see https://docs.databricks.com/aws/en/compute/serverless/performance-modes
   */
  performanceTarget: z.enum(['STANDARD', 'PERFORMANCE_OPTIMIZED']).optional(),

  /**
   * ID of the serverless usage policy, also called budget policy, whose tags mark serverless usage in the billing
   * records. Tags of jobs and pipelines do not.
   * @default - Databricks applies the default policy of the owner, if there is one
   * @see https://docs.databricks.com/aws/en/admin/usage/budget-policies
   */
  budgetPolicyId: matching(
    /^[\w.-]{36}$/,
    'Use the ID of 36 characters from the page of the policy.',
  ).optional(),
});
export type ServerlessSettings = z.infer<typeof ServerlessSettings>;
