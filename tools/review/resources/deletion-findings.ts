import type { Finding } from '../finding';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { nameOf, reasonText, replacementText, valueText } from './descriptions';
import { updatesPipeline } from './schedule-findings';

/** What is said of a resource that goes, besides where it is and why. */
type Verdict = Pick<Finding, 'kind' | 'what'> & Partial<Finding>;

/** What the deletion of a resource means, or that it is deleted and created again. */
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
            what: `${name} and created again: the history of its runs goes with the old one.`,
          }
        : {
            kind: 'schedule-stopped',
            what: `${name}, with the history of its runs${updates ? ': nothing updates its pipeline on a schedule any more' : ''}.`,
            otherwise: updates
              ? 'The tables stay as they are until somebody starts an update.'
              : 'What it did is no longer done.',
          }),
      documentation: 'https://docs.databricks.com/aws/en/jobs/scheduled',
    };
  },
  secret: ({ before: { scope, key } = {} }, isReplaced) =>
    secrets(`The secret \`${key}\` of the scope \`${scope}\` is ${gone(isReplaced)}.`, scope, key),
  secret_scope: ({ before: { name } = {} }, isReplaced) =>
    secrets(
      `The secret scope \`${name}\` is ${gone(isReplaced)}${isReplaced ? ', empty' : ''}, and every secret in it is gone.`,
      name,
    ),
  sql_endpoint: (resource, isReplaced) => ({
    kind: 'readers-break',
    what: `The SQL warehouse ${nameOf(resource)} is ${gone(isReplaced)}${isReplaced ? ' with a new ID' : ''}: what connects to it by its ID fails.`,
    otherwise: `Dashboards, alerts and tools that use ${valueText(resource.before?.id)} have no warehouse.`,
    todo: { sentence: 'Point them at a different warehouse first.' },
    documentation: 'https://docs.databricks.com/aws/en/compute/sql-warehouse/',
  }),
};

/** Jobs, warehouses, secrets, alerts and dashboards that are deleted, or deleted and created again. */
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

/** Resources with which people see what goes wrong. */
function watcher(what: string): Judge {
  return (resource, isReplaced) => ({
    ...(isReplaced
      ? {
          kind: 'readers-break',
          what: `The ${what} ${nameOf(resource)} is deleted and created again: links to the old one break, and changes that people made to it are lost.`,
        }
      : {
          kind: 'monitoring-removed',
          what: `The ${what} ${nameOf(resource)} is deleted.`,
          otherwise: 'What it showed or reported goes unnoticed.',
        }),
    documentation: 'https://docs.databricks.com/aws/en/sql/user/alerts/',
  });
}

function secrets(what: string, scope: unknown, key: unknown = '<key>'): Verdict {
  return {
    kind: 'secrets-deleted',
    what,
    otherwise: 'Databricks does not give back the value of a secret. What uses it fails from then on.',
    todo: {
      sentence: 'Have the values ready, and store them again after the deployment.',
      commands: [`databricks secrets list-secrets ${scope}`, `databricks secrets put-secret ${scope} ${key}`],
    },
  };
}

function gone(isReplaced: boolean): string {
  return isReplaced ? 'deleted and created again' : 'deleted';
}
