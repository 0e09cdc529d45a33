import type { ManifestDataset } from '../../artefacts/manifest';
import type { Finding } from '../finding';
import { blocksOf, isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { checkNotebookFindings } from './check-notebook-findings';
import { configurationFindings } from './configuration-findings';
import { jobTaskFindings } from './job-task-findings';
import { monitoringFindings } from './monitoring-findings';
import { nameOf, reasonText, replacementText } from './resource-description';
import { scheduleFindings } from './schedule-findings';
import { describeChange, describeChanges, valueText } from './value-description';

const CONFIGURE = 'https://docs.databricks.com/aws/en/ldp/configure-pipeline';

/** How the platform runs from now on, besides what it costs and who may use it. */
export function operationFindings(changed: ChangedResources): Finding[] {
  return [
    ...secretFindings(changed),
    ...warehouseFindings(changed),
    ...changed.ofType('pipeline').flatMap((resource) => settingFindings(resource, changed)),
    ...configurationFindings(changed),
    ...scheduleFindings(changed),
    ...checkNotebookFindings(changed),
    ...jobTaskFindings(changed),
    ...monitoringFindings(changed),
  ];
}

function settingFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (!resource.before || !resource.after) return [];
  const name = `Pipeline ${nameOf(resource)}`;
  const about = { address: resource.address, documentation: CONFIGURE };
  const findings: Finding[] = [];
  for (const change of changed.take(resource, 'edition')) {
    findings.push(editionFinding(resource, change.after, changed, `${describeChange(resource, change)}.`));
  }
  for (const change of changed.take(resource, 'channel')) {
    const isPreview = String(change.after).toUpperCase() === 'PREVIEW';
    findings.push({
      ...about,
      kind: isPreview ? 'unknown-change' : 'safe-change',
      what: isPreview
        ? `${name} runs on a release of Databricks that is not finished: what may behave differently cannot be told.`
        : `${name} runs on the current release of Databricks.`,
      why: `${describeChange(resource, change)}.`,
    });
  }
  for (const change of changed.take(resource, 'development')) {
    const isOn = change.after === true;
    findings.push({
      ...about,
      kind: isOn ? 'cost-raised' : 'safe-change',
      what: isOn
        ? `${name} is in development mode: updates that fail are not tried again, and clusters stay for two hours after one.`
        : `${name} is in production mode: updates that fail are tried again, and clusters stop after each.`,
      why: `${describeChange(resource, change)}.`,
      documentation: 'https://docs.databricks.com/aws/en/ldp/updates',
    });
  }
  for (const change of changed.take(resource, 'environment')) {
    findings.push({
      ...about,
      kind: 'unknown-change',
      what: `${name} has other Python packages: whether its functions return what they did cannot be told.`,
      why: `${describeChange(resource, change)}.`,
    });
  }
  findings.push(...eventLogFindings(resource, changed));
  return findings;
}

/** An edition that cannot do what the datasets need makes every update fail. */
function editionFinding(
  resource: ResourceChange,
  edition: unknown,
  changed: ChangedResources,
  why: string,
): Finding {
  const name = String(edition || 'ADVANCED').toUpperCase();
  const datasets = changed.pipelineOf(resource)?.after?.manifest?.datasets ?? [];
  const needy = datasets.filter((dataset) => needs(dataset, name));
  return {
    kind: 'update-interrupted',
    address: resource.address,
    ...(needy.length > 0 ? { furtherDatasets: needy.map((dataset) => dataset.name) } : {}),
    what:
      needy.length > 0
        ? `Every update of pipeline ${nameOf(resource)} fails: edition ${name} has no ${name === 'CORE' ? 'change data capture and no expectations' : 'expectations'}, which ${needy.length} datasets need.`
        : `Pipeline ${nameOf(resource)} runs in edition ${name}, which can do less.`,
    why,
    todo: { sentence: 'Keep the edition, unless no dataset needs what it lacks.' },
    documentation: CONFIGURE,
  };
}

function needs({ expectations, kind }: ManifestDataset, edition: string): boolean {
  return (
    edition !== 'ADVANCED' && (expectations.length > 0 || (edition === 'CORE' && kind === 'auto_cdc_table'))
  );
}

function eventLogFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const changes = changed.take(resource, 'event_log').filter(({ isUnknown }) => !isUnknown);
  if (changes.length === 0) return [];
  const isThere = blocksOf(resource.after?.event_log).length > 0;
  const was = blocksOf(resource.before?.event_log).length > 0;
  const about = {
    address: resource.address,
    why: `${describeChanges(resource, changes)}.`,
    documentation: 'https://docs.databricks.com/aws/en/ldp/monitor-event-logs',
  };
  if (!was)
    return [
      {
        ...about,
        kind: 'safe-change',
        what: `The event log of pipeline ${nameOf(resource)} is published as a table.`,
      },
    ];
  return [
    isThere
      ? {
          ...about,
          kind: 'readers-break',
          what: `The event log of pipeline ${nameOf(resource)} is published elsewhere: the old table ends here, and the new one begins empty.`,
          otherwise: 'Alerts, dashboards and the quality gate that read the old table see nothing new.',
        }
      : {
          ...about,
          kind: 'monitoring-removed',
          what: `The event log of pipeline ${nameOf(resource)} is no longer published.`,
          otherwise: 'Alerts, dashboards and the quality gate that read it see nothing new.',
        },
  ];
}

function secretFindings(changed: ChangedResources): Finding[] {
  return changed.ofType('secret_scope', 'secret').flatMap((resource) => {
    if (!isDeleted(resource) && !isReplaced(resource)) return [];
    changed.claim(resource);
    const { name, scope, key } = resource.before ?? {};
    const isScope = resource.type === 'secret_scope';
    const paths = resource.replacePaths.flatMap((path) => changed.take(resource, String(path[0])));
    return [
      {
        kind: 'secrets-deleted' as const,
        address: resource.address,
        what: isScope
          ? `The secret scope \`${name}\` is ${isDeleted(resource) ? 'deleted' : 'deleted and created again, empty'}, and every secret in it is gone.`
          : `The secret \`${key}\` of the scope \`${scope}\` is ${isDeleted(resource) ? 'deleted' : 'deleted and created again'}.`,
        why: isDeleted(resource) ? reasonText(resource) : replacementText(resource, paths),
        otherwise: 'Databricks does not give back the value of a secret. What uses it fails from then on.',
        todo: {
          sentence: 'Have the values at hand, and put them in again after the deployment.',
          commands: [
            `databricks secrets list-secrets ${isScope ? name : scope}`,
            `databricks secrets put-secret ${isScope ? name : scope} ${isScope ? '<key>' : key}`,
          ],
        },
        documentation: 'https://docs.databricks.com/aws/en/security/secrets/',
      },
    ];
  });
}

function warehouseFindings(changed: ChangedResources): Finding[] {
  return changed.ofType('sql_endpoint').flatMap((resource) => {
    if (!isDeleted(resource) && !isReplaced(resource)) return [];
    changed.claim(resource);
    return [
      {
        kind: 'readers-break' as const,
        address: resource.address,
        what: `The SQL warehouse ${nameOf(resource)} is ${isDeleted(resource) ? 'deleted' : 'deleted and created again with another id'}: what connects to it by its id fails.`,
        why: isDeleted(resource)
          ? reasonText(resource)
          : replacementText(
              resource,
              resource.replacePaths.flatMap((path) => changed.take(resource, String(path[0]))),
            ),
        otherwise: `Dashboards, alerts and tools that use ${valueText(resource.before?.id)} have no warehouse.`,
        todo: { sentence: 'Point them at another warehouse first.' },
        documentation: 'https://docs.databricks.com/aws/en/compute/sql-warehouse/',
      },
    ];
  });
}
