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

/** What starts an update of the pipeline. */
export const Trigger = z.discriminatedUnion('kind', [
  exactly({
    /** Updates only run when someone starts the job. */
    kind: z.literal('manual'),
  }),
  exactly({
    /** Updates run on a schedule. */
    kind: z.literal('scheduled'),
    /** When the job runs. */
    schedule: Schedule,
  }),
  exactly({
    /** The pipeline runs continuously; the job only runs the checks. */
    kind: z.literal('continuous'),
    /** When the checks run. */
    checks: Schedule,
  }),
]);
export type Trigger = z.infer<typeof Trigger>;

/** Return when the job runs; undefined if it is only started manually. */
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
