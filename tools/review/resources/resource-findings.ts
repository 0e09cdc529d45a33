import type { Finding } from '../finding';
import type { PipelineChange } from '../pipeline-change';
import type { Deployment } from '../plan/deployment';
import { accessFindings } from './access-findings';
import { attributeFindings } from './attribute-findings';
import { ChangedResources } from './changed-resources';
import { checkNotebookFindings } from './check-notebook-findings';
import { containerFindings } from './container-findings';
import { costFindings } from './cost-findings';
import { type DbuRates, LIST_RATES } from './dbu-rates';
import { deletionFindings } from './deletion-findings';
import { jobTaskFindings } from './job-task-findings';
import { monitoringFindings } from './monitoring-findings';
import { protectionFindings } from './protection-findings';
import { restartFindings } from './restart-findings';
import { scheduleFindings } from './schedule-findings';
import { remainingFindings } from './unexplained-change-findings';

/**
 * What a deployment does to everything besides the datasets of pipelines: what holds tables, who may use them, what it
 * costs, how it runs. What none of the parts can tell is `unknown-change`.
 *
 * @param pipelines every pipeline of the deployment, with its manifests
 * @param rates what compute costs
 * @returns findings in no particular order of severity
 */
export function resourceFindings(
  deployment: Deployment,
  pipelines: readonly PipelineChange[],
  rates: DbuRates = LIST_RATES,
): Finding[] {
  const changed = new ChangedResources(deployment, pipelines);
  // Each part takes what it reports, so the order matters: whether something restarts follows from all its changes.
  return [
    ...restartFindings(changed),
    ...containerFindings(changed),
    ...deletionFindings(changed),
    ...protectionFindings(changed),
    ...accessFindings(changed),
    ...costFindings(changed, rates),
    ...checkNotebookFindings(changed),
    ...attributeFindings(changed, rates),
    ...scheduleFindings(changed),
    ...jobTaskFindings(changed),
    ...monitoringFindings(changed),
    ...remainingFindings(changed),
  ];
}
