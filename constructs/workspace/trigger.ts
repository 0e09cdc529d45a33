import { z } from 'zod';
import { checked, exactly } from '../medallion/settings';
import { cronProblem, timeZoneProblem } from './quartz-cron';

/** When a job runs. */
export const Schedule = exactly({
  /** Quartz expression, with seconds: `0 0 * * * ?` is every full hour. */
  cron: checked(z.string(), cronProblem),

  /** IANA name of the time zone of the expression. */
  timeZone: checked(z.string(), timeZoneProblem),

  /**
   * Whether the schedule is paused.
   * @default false
   */
  paused: z.boolean().optional(),
});
export type Schedule = z.infer<typeof Schedule>;

/** What starts the updates of triggered pipelines. */
export const Trigger = z.discriminatedUnion('kind', [
  exactly({
    /** Updates only run when someone starts the job. */
    kind: z.literal('manual'),
  }),
  exactly({
    /** Updates run on a schedule. */
    kind: z.literal('scheduled'),
    /** When the updates run. */
    schedule: Schedule,
    /**
     * When table access and data quality are checked, in a job of their own: checks of a platform that is updated every
     * few minutes can run less often.
     * @default - after the updates, in the same job
     */
    checks: Schedule.optional(),
  }),
]);
export type Trigger = z.infer<typeof Trigger>;
