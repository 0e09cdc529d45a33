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
 * Findings on everything except the datasets of pipelines: containers, access, cost and operation. Changes that no part
 * explains become `unknown-change`.
 *
 * @param pipelines every pipeline of the deployment, with its manifests
 * @param rates DBU rates of compute
 * @returns findings, not ordered by severity
 */
export function resourceFindings(
  deployment: Deployment,
  pipelines: readonly PipelineChange[],
  rates: DbuRates = LIST_RATES,
): Finding[] {
  const changed = new ChangedResources(deployment, pipelines);
  // Each part takes the changes it reports, so the order matters: restarts depend on all changes of a pipeline.
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
