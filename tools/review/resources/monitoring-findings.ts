import type { Finding } from '../finding';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import { alertQueryFindings } from './alert-query-findings';
import { type AttributeChange, isEmpty, wordsOf } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { nameOf, reasonText } from './resource-description';
import { frequencyText, timesPerDay } from './schedule-frequency';
import { describeChange, describeChanges, valueText } from './value-description';

const ALERTS = 'https://docs.databricks.com/aws/en/sql/user/alerts/';
const NOTIFICATIONS = 'https://docs.databricks.com/aws/en/jobs/notifications';

/** Types of resource with which people see what goes wrong. */
const WATCHERS: Readonly<Record<string, string>> = {
  alert_v2: 'alert',
  alert: 'alert',
  sql_alert: 'alert',
  dashboard: 'dashboard',
  sql_dashboard: 'dashboard',
  lakehouse_monitor: 'monitor',
  quality_monitor: 'monitor',
  quality_monitor_v2: 'monitor',
  notification_destination: 'notification destination',
};

/** Lists of people and places that are told of something. */
const TOLD = ['email_notifications', 'webhook_notifications', 'notification'];

/** What nobody sees or hears of any more. */
export function monitoringFindings(changed: ChangedResources): Finding[] {
  return [
    ...changed.ofType(...Object.keys(WATCHERS)).flatMap((resource) => watcherFindings(resource, changed)),
    ...changed.ofType('alert_v2').flatMap((resource) => alertFindings(resource, changed)),
    ...changed.ofType('job', 'pipeline').flatMap((resource) => recipientFindings(resource, changed)),
    ...changed.ofType('job').flatMap((resource) => healthFindings(resource, changed)),
  ];
}

function watcherFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const what = WATCHERS[resource.type] as string;
  if (isDeleted(resource)) {
    changed.claim(resource);
    return [
      {
        kind: 'monitoring-removed',
        address: resource.address,
        what: `The ${what} ${nameOf(resource)} is deleted.`,
        why: reasonText(resource),
        otherwise: 'What it showed or told of goes unnoticed.',
        documentation: ALERTS,
      },
    ];
  }
  if (!isReplaced(resource)) return [];
  changed.claim(resource);
  const paths = resource.replacePaths.flatMap((path) => changed.take(resource, String(path[0])));
  return [
    {
      kind: 'readers-break',
      address: resource.address,
      what: `The ${what} ${nameOf(resource)} is deleted and created again: links to the old one break, and what people changed in it is gone.`,
      why: `It cannot be changed in place: ${describeChanges(resource, paths) || 'Terraform was asked to create it again'}.`,
      documentation: ALERTS,
    },
  ];
}

function alertFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (!resource.before || !resource.after || isReplaced(resource)) return [];
  const name = `The alert ${nameOf(resource)}`;
  const about = (changes: readonly AttributeChange[]) => ({
    address: resource.address,
    why: `${describeChanges(resource, changes)}.`,
    documentation: ALERTS,
  });
  const schedule = changed.take(resource, 'schedule');
  const findings: Finding[] = schedule.length > 0 ? [scheduleFinding(resource, name, about(schedule))] : [];
  const told = [
    ...changed.take(resource, 'evaluation', 'notification', 'subscriptions'),
    ...changed.take(resource, 'evaluation', 'notification'),
  ];
  if (told.length > 0) findings.push(...recipientChange(resource, told, ALERTS));
  const condition = changed.take(resource, 'evaluation');
  if (condition.length > 0) {
    findings.push({
      ...about(condition),
      kind: condition.every(isStricter(resource)) ? 'safe-change' : 'monitoring-removed',
      what: condition.every(isStricter(resource))
        ? `${name} is triggered by less than before.`
        : `${name} is triggered by something else from now on, or by more than before.`,
    });
  }
  return [...findings, ...alertQueryFindings(resource, changed)];
}

function scheduleFinding(
  { before, after }: ResourceChange,
  name: string,
  about: Pick<Finding, 'address' | 'why' | 'documentation'>,
): Finding {
  const [was, is] = [before?.schedule, after?.schedule].map(
    (each) => [each].flat()[0] as ScheduleBlock | undefined,
  );
  const [ran, runs] = [was?.pause_status !== 'PAUSED', is !== undefined && is.pause_status !== 'PAUSED'];
  if (ran && !runs) {
    return { ...about, kind: 'monitoring-removed', what: `${name} is paused: it no longer looks.` };
  }
  if (!runs) return { ...about, kind: 'safe-change', what: `${name} still does not look.` };
  if (!ran) return { ...about, kind: 'safe-change', what: `${name} looks again.` };
  const [often, now] = [timesPerDay(was?.quartz_cron_schedule), timesPerDay(is?.quartz_cron_schedule)];
  if (often === undefined || now === undefined) {
    return {
      ...about,
      kind: 'unknown-change',
      what: `${name} looks at other times: how often cannot be told.`,
    };
  }
  const figures = `${frequencyText(often)} → ${frequencyText(now)}`;
  if (now < often * 0.99) {
    return { ...about, kind: 'monitoring-removed', what: `${name} looks less often: ${figures}.` };
  }
  return {
    ...about,
    kind: 'safe-change',
    what: `${name} looks at other times: ${figures}.`,
  };
}

interface ScheduleBlock {
  readonly pause_status?: unknown;
  readonly quartz_cron_schedule?: unknown;
}

/** Whether a condition is met by more than before, so that nothing is missed. */
function isStricter({ after }: ResourceChange): (change: AttributeChange) => boolean {
  const evaluation = [after?.evaluation].flat()[0] as { comparison_operator?: unknown } | undefined;
  const operator = String(evaluation?.comparison_operator ?? '');
  return ({ path, before, after: value }) => {
    if (!path.includes('double_value')) return false;
    const [was, is] = [Number(before ?? 0), Number(value ?? 0)];
    if (operator.startsWith('GREATER_THAN')) return is <= was;
    return operator.startsWith('LESS_THAN') ? is >= was : false;
  };
}

function recipientFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const changes = TOLD.flatMap((name) => changed.take(resource, name));
  return changes.length === 0 ? [] : recipientChange(resource, changes, NOTIFICATIONS);
}

/** Who is told of it: fewer people are less monitoring, more are none of a reviewer's worries. */
function recipientChange(
  resource: ResourceChange,
  changes: readonly AttributeChange[],
  documentation: string,
): Finding[] {
  const lost = changes.flatMap(({ path, before, after }) => {
    const [was, is] = [namesIn(before, path), new Set(namesIn(after, path))];
    return was.filter((name) => !is.has(name));
  });
  const names = [...new Set(lost)];
  const about = {
    address: resource.address,
    why: `${describeChanges(resource, changes)}.`,
    documentation,
  };
  const thing = `the ${WATCHERS[resource.type] ?? resource.type} ${nameOf(resource)}`;
  return [
    names.length > 0
      ? {
          ...about,
          kind: 'monitoring-removed',
          what: `${names.map((name) => valueText(name)).join(', ')} ${names.length > 1 ? 'are' : 'is'} no longer told of ${thing}, or of less.`,
          otherwise: 'A failure is noticed by somebody else, or by nobody.',
        }
      : { ...about, kind: 'safe-change', what: `More is told of ${thing}, or to more people.` },
  ];
}

/** Every word within a value: recipients, and what they are told of; a block that is named by one counts as it. */
function namesIn(value: unknown, path: readonly string[]): string[] {
  if (value === undefined || value === null || value === false || value === '') return [];
  if (value === true) return [path.at(-1) as string];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value))
    return wordsOf(value).length > 0 ? wordsOf(value) : value.flatMap((each) => namesIn(each, path));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, each]) => namesIn(each, [...path, name]));
}

/** After how long a run is told to take long. */
function healthFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  return changed.take(resource, 'health').map((change): Finding => {
    const isNumber = change.path.at(-1) === 'value';
    const isLess = isNumber ? Number(change.after) > Number(change.before) : isEmpty(change.after);
    return {
      kind: isLess ? 'monitoring-removed' : 'safe-change',
      address: resource.address,
      what: isLess
        ? `Runs of the job ${nameOf(resource)} that take long are told of later, or not at all.`
        : `Runs of the job ${nameOf(resource)} that take long are told of as early as before, or earlier.`,
      why: `${describeChange(resource, change)}.`,
      documentation: NOTIFICATIONS,
    };
  });
}
