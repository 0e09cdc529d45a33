import type { Finding } from '../finding';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { nameOf, reasonText, replacementText, valueText } from './descriptions';
import { updatesPipeline } from './schedule-findings';

/** A finding on a deleted resource without address and reason. */
type Verdict = Pick<Finding, 'kind' | 'what'> & Partial<Finding>;

/** Assessments of deleted or replaced resources, by type. */
type Judge = (resource: ResourceChange, isReplaced: boolean) => Verdict;

const JUDGES: Readonly<Record<string, Judge>> = {
  alert: watcher('alert'),
  alert_v2: watcher('alert'),
  sql_alert: watcher('alert'),
  dashboard: watcher('dashboard'),
  sql_dashboard: watcher('dashboard'),
  lakehouse_monitor: watcher('monitor'),
  quality_monitor: watcher('monitor'),
  quality_monitor_v2: watcher('monitor'),
  notification_destination: watcher('notification destination'),
  job: (resource, isReplaced) => {
    const updates = updatesPipeline(resource.before);
    const name = `The job ${nameOf(resource)} is deleted`;
    return {
      ...(isReplaced
        ? {
            kind: 'monitoring-removed',
            what: `${name} and recreated: its run history is lost.`,
          }
        : {
            kind: 'schedule-stopped',
            what: `${name} with its run history${updates ? ': its pipeline is no longer updated on a schedule' : ''}.`,
            otherwise: updates
              ? 'The tables stay stale until an update is started manually.'
              : 'Its tasks are no longer run.',
          }),
      documentation: 'https://docs.databricks.com/aws/en/jobs/scheduled',
    };
  },
  secret: ({ before: { scope, key } = {} }, isReplaced) =>
    secrets(`The secret \`${key}\` of the scope \`${scope}\` is ${gone(isReplaced)}.`, scope, key),
  secret_scope: ({ before: { name } = {} }, isReplaced) =>
    secrets(
      `The secret scope \`${name}\` is ${gone(isReplaced)}${isReplaced ? ' empty' : ''}, and every secret in it is lost.`,
      name,
    ),
  sql_endpoint: (resource, isReplaced) => ({
    kind: 'readers-break',
    what: `The SQL warehouse ${nameOf(resource)} is ${gone(isReplaced)}${isReplaced ? ' with a new ID' : ''}: connections that use its ID fail.`,
    otherwise: `Dashboards, alerts and tools that use ${valueText(resource.before?.id)} have no warehouse.`,
    todo: { sentence: 'Point them at a different warehouse first.' },
    documentation: 'https://docs.databricks.com/aws/en/compute/sql-warehouse/',
  }),
};

/** Findings on deleted or replaced jobs, warehouses, secrets, alerts and dashboards. */
export function deletionFindings(changed: ChangedResources): Finding[] {
  return changed.ofType(...Object.keys(JUDGES)).flatMap((resource): Finding[] => {
    const verdict = JUDGES[resource.type]?.(resource, isReplaced(resource));
    if (!verdict || (!isDeleted(resource) && !isReplaced(resource))) return [];
    changed.claim(resource);
    const why = isDeleted(resource)
      ? reasonText(resource)
      : replacementText(resource, changed.takeReplacing(resource));
    return [{ address: resource.address, why, ...verdict }];
  });
}

/** Resources used for monitoring. */
function watcher(what: string): Judge {
  return (resource, isReplaced) => ({
    ...(isReplaced
      ? {
          kind: 'readers-break',
          what: `The ${what} ${nameOf(resource)} is deleted and recreated: links to the old one break, and manual changes to it are lost.`,
        }
      : {
          kind: 'monitoring-removed',
          what: `The ${what} ${nameOf(resource)} is deleted.`,
          otherwise: 'Problems it showed or reported go unnoticed.',
        }),
    documentation: 'https://docs.databricks.com/aws/en/sql/user/alerts/',
  });
}

function secrets(what: string, scope: unknown, key: unknown = '<key>'): Verdict {
  return {
    kind: 'secrets-deleted',
    what,
    otherwise: 'The value of a secret cannot be read back from Databricks. Everything that uses it fails.',
    todo: {
      sentence: 'Have the values ready, and store them again after the deployment.',
      commands: [`databricks secrets list-secrets ${scope}`, `databricks secrets put-secret ${scope} ${key}`],
    },
  };
}

function gone(isReplaced: boolean): string {
  return isReplaced ? 'deleted and recreated' : 'deleted';
}
