import { z } from 'zod';
import { checked, exactly } from '../medallion/settings';
import { cronProblem, timeZoneProblem } from './quartz-cron';

/** Times at which a job runs. */
export const Schedule = exactly({
  /** Quartz expression, with seconds: `0 0 * * * ?` is every full hour. */
  cron: checked(z.string(), cronProblem),

  /** IANA name of the time zone that the expression is read in. */
  timeZone: checked(z.string(), timeZoneProblem),

  /**
   * Whether the schedule is there and does not run.
   * @default false
   */
  paused: z.boolean().optional(),
});
export type Schedule = z.infer<typeof Schedule>;

/** When the pipeline is updated. */
export const Trigger = z.discriminatedUnion('kind', [
  exactly({
    /** Whenever somebody starts the job. */
    kind: z.literal('manual'),
  }),
  exactly({
    /** At the times of a schedule. */
    kind: z.literal('scheduled'),
    /** When the job runs. */
    schedule: Schedule,
  }),
  exactly({
    /** All the time; the schedule is that of the checks alone. */
    kind: z.literal('continuous'),
    /** When the checks run. */
    checks: Schedule,
  }),
]);
export type Trigger = z.infer<typeof Trigger>;

/** The times at which the job runs; nothing if somebody has to start it. */
export function scheduleOf(trigger: Trigger): Schedule | undefined {
  switch (trigger.kind) {
    case 'manual':
      return undefined;
    case 'scheduled':
      return trigger.schedule;
    case 'continuous':
      return trigger.checks;
  }
}
