import { cronProblems, timeZoneProblems } from './quartz-cron';

/** Times at which a job runs. */
export interface Schedule {
  /** Quartz expression, with seconds: `0 0 * * * ?` is every full hour. */
  readonly cron: string;

  /** IANA name of the time zone that the expression is read in. */
  readonly timeZone: string;

  /**
   * Whether the schedule is there and does not run.
   * @default false
   */
  readonly paused?: boolean;
}

/** When the pipeline is updated. */
export type Trigger =
  | {
      /** Whenever somebody starts the job. */
      readonly kind: 'manual';
    }
  | {
      /** At the times of a schedule. */
      readonly kind: 'scheduled';
      readonly schedule: Schedule;
    }
  | {
      /** All the time; the schedule is that of the checks alone. */
      readonly kind: 'continuous';
      readonly checks: Schedule;
    };

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

/** What is wrong with a schedule; `at` is what it is called where it was written. */
export function scheduleProblems(schedule: Schedule, at: string): string[] {
  return [
    ...cronProblems(`${at}.cron`, schedule.cron),
    ...timeZoneProblems(`${at}.timeZone`, schedule.timeZone),
  ];
}

/** What is wrong with a trigger. */
export function triggerProblems(trigger: Trigger): string[] {
  const schedule = scheduleOf(trigger);
  return schedule
    ? scheduleProblems(schedule, `trigger.${trigger.kind === 'continuous' ? 'checks' : 'schedule'}`)
    : [];
}
