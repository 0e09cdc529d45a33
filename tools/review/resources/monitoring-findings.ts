import type { Finding } from '../finding';
import type { FindingKind } from '../finding-kinds';
import { blocksOf, isReplaced, type ResourceChange } from '../plan/deployment';
import { capital } from '../sentences';
import { alertQueryFindings } from './alert-query-findings';
import { type AttributeChange, wordsOf } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { describeChanges, nameOf, valueText } from './descriptions';
import { frequencyText, timesPerDay } from './schedule-frequency';

const ALERTS = 'https://docs.databricks.com/aws/en/sql/user/alerts/';
const NOTIFICATIONS = 'https://docs.databricks.com/aws/en/jobs/notifications';

/** Findings on alerts and notifications. */
export function monitoringFindings(changed: ChangedResources): Finding[] {
  return [
    ...changed.ofType('alert_v2').flatMap((resource) => alertFindings(resource, changed)),
    ...changed.ofType('job', 'pipeline').flatMap((resource) => {
      const changes = ['email_notifications', 'webhook_notifications', 'notification'].flatMap((name) =>
        changed.take(resource, name),
      );
      return recipientFindings(resource, resource.type, changes, NOTIFICATIONS);
    }),
  ];
}

function alertFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (!resource.before || !resource.after || isReplaced(resource)) return [];
  const name = `The alert ${nameOf(resource)}`;
  const finding = (kind: FindingKind, what: string, changes: readonly AttributeChange[]): Finding[] => {
    const why = `${describeChanges(resource, changes)}.`;
    return changes.length === 0
      ? []
      : [{ kind, address: resource.address, what, why, documentation: ALERTS }];
  };
  const schedule = changed.take(resource, 'schedule');
  const recipients = [
    ...changed.take(resource, 'evaluation', 'notification', 'subscriptions'),
    ...changed.take(resource, 'evaluation', 'notification'),
  ];
  const condition = changed.take(resource, 'evaluation');
  const isWider = condition.every((change) => coversMore(resource, change));
  return [
    ...finding(...scheduleVerdict(resource, name), schedule),
    ...recipientFindings(resource, 'alert', recipients, ALERTS),
    ...finding(
      isWider ? 'safe-change' : 'monitoring-removed',
      isWider
        ? `${name} is triggered earlier than before.`
        : `${name} has a different condition or is triggered later than before.`,
      condition,
    ),
    ...alertQueryFindings(resource, changed),
  ];
}

function scheduleVerdict({ before, after }: ResourceChange, name: string): [FindingKind, string] {
  const [[was], [is]] = [blocksOf(before?.schedule), blocksOf(after?.schedule)];
  const [ran, runs] = [was?.pause_status !== 'PAUSED', is !== undefined && is.pause_status !== 'PAUSED'];
  if (ran && !runs) return ['monitoring-removed', `${name} is paused: it is no longer evaluated.`];
  if (!runs) return ['safe-change', `${name} is still paused.`];
  if (!ran) return ['safe-change', `${name} is evaluated again.`];
  const [often, now] = [timesPerDay(was?.quartz_cron_schedule), timesPerDay(is?.quartz_cron_schedule)];
  if (often === undefined || now === undefined) {
    return ['unknown-change', `${name} has a different schedule of unknown frequency.`];
  }
  const frequencies = `${frequencyText(often)} → ${frequencyText(now)}`;
  return now < often * 0.99
    ? ['monitoring-removed', `${name} is evaluated less often: ${frequencies}.`]
    : ['safe-change', `${name} is evaluated at different times: ${frequencies}.`];
}

/** Whether the new condition includes the old one, so that no problem is missed. */
function coversMore({ after }: ResourceChange, { path, before, after: value }: AttributeChange): boolean {
  const operator = String(blocksOf(after?.evaluation)[0]?.comparison_operator ?? '');
  if (!path.includes('double_value')) return false;
  const [was, is] = [Number(before ?? 0), Number(value ?? 0)];
  if (operator.startsWith('GREATER_THAN')) return is <= was;
  return operator.startsWith('LESS_THAN') ? is >= was : false;
}

/** Findings on recipients: fewer reduce monitoring, more are safe. */
function recipientFindings(
  resource: ResourceChange,
  thing: string,
  changes: readonly AttributeChange[],
  documentation: string,
): Finding[] {
  if (changes.length === 0) return [];
  const lost = changes.flatMap(({ path, before, after }) => {
    const remaining = new Set(namesIn(after, path));
    return namesIn(before, path).filter((name) => !remaining.has(name));
  });
  const names = [...new Set(lost)].map(valueText);
  const shared = {
    address: resource.address,
    why: `${describeChanges(resource, changes)}.`,
    documentation,
  };
  const of = `the ${thing} ${nameOf(resource)}`;
  if (names.length === 0) {
    return [
      {
        ...shared,
        kind: 'safe-change',
        what: `${capital(of)} sends more notifications, or to more recipients.`,
      },
    ];
  }
  return [
    {
      ...shared,
      kind: 'monitoring-removed',
      what: `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} no longer notified by ${of}, or less often.`,
      otherwise: 'A failure may go unnoticed.',
    },
  ];
}

/** Every string within a value, such as recipients and events, and the names of flags that are on. */
function namesIn(value: unknown, path: readonly string[]): string[] {
  if (value === undefined || value === null || value === false || value === '') return [];
  if (value === true) return [path.at(-1) as string];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value))
    return wordsOf(value).length > 0 ? wordsOf(value) : value.flatMap((each) => namesIn(each, path));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, each]) => namesIn(each, [...path, name]));
}
