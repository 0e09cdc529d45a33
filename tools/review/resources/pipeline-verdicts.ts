import type { Finding } from '../finding';
import type { FindingKind } from '../finding-kinds';
import { blocksOf, type ResourceChange } from '../plan/deployment';
import type { Judged, Verdict } from './attribute-verdict';
import type { ChangedResources } from './changed-resources';
import { describeChanges, idOf, nameOf } from './descriptions';
import { triggerOf, updatesPipeline } from './schedule-findings';
import { frequencyText, timesPerDay } from './schedule-frequency';
import { dbuText, pipelineCost } from './worst-case-cost';

const LDP = 'https://docs.databricks.com/aws/en/ldp';

/** Editions of pipelines, from the cheapest DBU to the most expensive. */
const EDITIONS = ['CORE', 'PRO', 'ADVANCED'];

/** A pipeline that now runs continuously costs more. */
export function runsContinuously({ resource, name, rates }: Judged): Verdict {
  return {
    kind: 'cost-raised',
    what: `Pipeline ${name} runs continuously: worst case ${dbuText(pipelineCost(resource.after ?? {}, rates))} DBU per hour, 24 hours a day.`,
    why: 'continuous: false → true. Its clusters no longer stop when all tables are up to date.',
    documentation: `${LDP}/pipeline-mode`,
  };
}

/** A pipeline that no longer runs continuously must be started by a job or manually. */
export function runsWhenStarted({ resource, name, changed }: Judged): Verdict {
  const jobs = changed.deployment.resources.filter(({ type, after }) => {
    const trigger = type === 'job' && after ? triggerOf(after) : undefined;
    return trigger !== undefined && !trigger.isPaused && updatesPipeline(after);
  });
  const shared = {
    kind: 'schedule-stopped',
    why: 'continuous: true → false.',
    documentation: `${LDP}/pipeline-mode`,
  } as const;
  if (jobs.length === 0) {
    return {
      ...shared,
      what: `Pipeline ${name} no longer runs continuously, and no job updates it.`,
      otherwise: 'Its tables stay stale until an update is started manually.',
      todo: {
        sentence: 'Schedule a job, or start updates manually.',
        commands: [`databricks pipelines start-update ${idOf(resource, 'pipeline')}`],
      },
    };
  }
  const times = jobs.reduce((sum, { after }) => sum + (timesPerDay(triggerOf(after)?.cron) ?? 0), 0);
  const often = times > 0 ? frequencyText(times) : 'at an unknown frequency';
  return {
    ...shared,
    what: `Pipeline ${name} no longer runs continuously: ${jobs.map(({ address }) => `\`${address}\``).join(', ')} updates it, ${often}.`,
    otherwise: 'Between updates its tables are as old as the last update.',
  };
}

/** A higher edition costs more; an edition without the required features makes every update fail. */
export function editionVerdict({ resource, name, before, after, changed }: Judged): Verdict {
  const [was, is] = [before, after].map((edition) => String(edition || 'ADVANCED').toUpperCase()) as [
    string,
    string,
  ];
  if (EDITIONS.indexOf(is) > EDITIONS.indexOf(was)) {
    return {
      kind: 'cost-raised',
      what: `Pipeline ${name} has a higher price per DBU: edition ${was} → ${is}.`,
      why: 'Each edition has its own price per DBU; the number of DBUs stays the same.',
      documentation: 'https://www.databricks.com/product/pricing/lakeflow-spark-declarative-pipelines',
    };
  }
  const needy = (changed.pipelineOf(resource)?.after?.manifest?.datasets ?? []).filter(
    ({ expectations, kind }) =>
      is !== 'ADVANCED' && (expectations.length > 0 || (is === 'CORE' && kind === 'auto_cdc_table')),
  );
  return {
    kind: 'update-interrupted',
    ...(needy.length > 0 ? { furtherDatasets: needy.map((dataset) => dataset.name) } : {}),
    what:
      needy.length > 0
        ? `Every update of pipeline ${name} fails: edition ${is} has no ${is === 'CORE' ? 'change data capture and no expectations' : 'expectations'}, which ${needy.length} datasets need.`
        : `Pipeline ${name} runs in edition ${is}, which has fewer features.`,
    todo: { sentence: 'Keep the edition unless no dataset needs the missing features.' },
    documentation: `${LDP}/configure-pipeline`,
  };
}

/** The published event log, which alerts, dashboards and the quality gate read. */
export function eventLogFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const changes = changed.take(resource, 'event_log').filter(({ isUnknown }) => !isUnknown);
  if (changes.length === 0) return [];
  const [was, is] = [resource.before, resource.after].map((each) => blocksOf(each?.event_log).length > 0);
  const verdict = (kind: FindingKind, what: string, otherwise?: string): Finding[] => [
    {
      kind,
      address: resource.address,
      what: `The event log of pipeline ${nameOf(resource)} ${what}`,
      why: `${describeChanges(resource, changes)}.`,
      ...(otherwise === undefined ? {} : { otherwise }),
      documentation: `${LDP}/monitor-event-logs`,
    },
  ];
  const blind = 'Alerts, dashboards and the quality gate that read the old table see no new events.';
  if (!was) return verdict('safe-change', 'is published as a table.');
  if (!is) return verdict('monitoring-removed', 'is no longer published.', blind);
  return verdict(
    'readers-break',
    'is published to a different table: the old table is no longer updated, and the new one starts empty.',
    blind,
  );
}
