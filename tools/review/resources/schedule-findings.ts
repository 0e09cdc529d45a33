import type { Finding } from '../finding';
import { type Attributes, blocksOf, isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { describeChanges, idOf, nameOf, valueText } from './descriptions';
import { frequencyText, timesPerDay } from './schedule-frequency';
import { blockOf, tasksOf } from './task-notebooks';

const JOBS = 'https://docs.databricks.com/aws/en/jobs/scheduled';

/** Attributes that trigger a job automatically. */
const TRIGGERS = ['schedule', 'trigger', 'continuous'] as const;

/** Findings on removed and changed schedules of jobs. */
export function scheduleFindings(changed: ChangedResources): Finding[] {
  return changed.ofType('job').flatMap((resource) => jobFindings(resource, changed));
}

function jobFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (isDeleted(resource) || isReplaced(resource)) return [];
  const changes = TRIGGERS.flatMap((name) => changed.take(resource, name));
  if (changes.length === 0) return [];
  const [before, after] = [triggerOf(resource.before), triggerOf(resource.after)];
  const why = `${describeChanges(resource, changes)}.`;
  return triggerFindings(resource, { before, after, changes, why });
}

/** Trigger of a job. */
interface Trigger {
  readonly kind: (typeof TRIGGERS)[number];
  readonly isPaused: boolean;
  readonly cron?: unknown;
}

interface TriggerChange {
  readonly before: Trigger | undefined;
  readonly after: Trigger | undefined;
  readonly changes: readonly AttributeChange[];
  readonly why: string;
}

function triggerFindings(
  resource: ResourceChange,
  { before, after, changes, why }: TriggerChange,
): Finding[] {
  const name = `The job ${nameOf(resource)}`;
  const about = { address: resource.address, why, documentation: JOBS };
  const ran = before !== undefined && !before.isPaused;
  const runs = after !== undefined && !after.isPaused;
  if (ran && !runs) {
    return [
      {
        ...about,
        kind: 'schedule-stopped',
        what: `${name} no longer runs on a schedule${after ? ': it is paused' : ''}.`,
        otherwise: `${updatesPipeline(resource.after) ? 'Its tables are not updated' : 'Its tasks do not run'} until it is started manually.`,
        todo: {
          sentence: 'Start it manually when needed.',
          commands: [`databricks jobs run-now ${idOf(resource, 'job')}`],
        },
      },
    ];
  }
  if (!ran && !runs)
    return [{ ...about, kind: 'safe-change', what: `${name} still does not run on a schedule.` }];
  if (!ran) return [{ ...about, kind: 'safe-change', what: `${name} now runs on a schedule.` }];
  const [was, is] = [timesPerDay(before.cron), timesPerDay(after?.cron)];
  const isSchedule = before.kind === 'schedule' && after?.kind === 'schedule';
  if (isSchedule && was !== undefined && is !== undefined) {
    const frequencies = `${frequencyText(was)} → ${frequencyText(is)}`;
    if (is < was * 0.99) {
      return [
        {
          ...about,
          kind: 'schedule-stopped',
          what: `${name} runs less often: ${frequencies}.`,
          otherwise: 'The data it updates and checks is less fresh.',
        },
      ];
    }
    if (is > was * 1.01) {
      return [{ ...about, kind: 'cost-raised', what: `${name} runs more often: ${frequencies}.` }];
    }
    return [
      { ...about, kind: 'safe-change', what: `${name} runs at different times with the same frequency.` },
    ];
  }
  if (isSchedule && !changes.some(({ path }) => path.includes('quartz_cron_expression'))) {
    return [
      { ...about, kind: 'safe-change', what: `${name} runs at different times with the same frequency.` },
    ];
  }
  return [
    {
      ...about,
      kind: 'unknown-change',
      what: `${name} has a different trigger: ${valueText(before.kind)} → ${valueText(after?.kind)}. The review cannot tell how often it runs.`,
    },
  ];
}

export function triggerOf(attributes: Attributes | undefined): Trigger | undefined {
  for (const kind of TRIGGERS) {
    const [block] = blocksOf(attributes?.[kind]);
    if (block) return { kind, isPaused: block.pause_status === 'PAUSED', cron: block.quartz_cron_expression };
  }
  return undefined;
}

/** Whether a job updates a pipeline. */
export function updatesPipeline(job: Attributes | undefined): boolean {
  return tasksOf(job).some((task) => blockOf(task, 'pipeline_task') !== undefined);
}
