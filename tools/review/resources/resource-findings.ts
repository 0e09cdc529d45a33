import type { Finding } from '../finding';
import type { PipelineChange } from '../pipeline-change';
import type { Deployment } from '../plan/deployment';
import { accessFindings } from './access-findings';
import { ChangedResources } from './changed-resources';
import { containerFindings } from './container-findings';
import { costFindings } from './cost-findings';
import { type DbuRates, LIST_RATES } from './dbu-rates';
import { operationFindings } from './operation-findings';
import { protectionFindings } from './protection-findings';
import { restartFindings } from './restart-findings';
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
  // Each part takes what it tells, so the order matters: whether something restarts follows from all its changes.
  return [
    ...restartFindings(changed),
    ...containerFindings(changed),
    ...protectionFindings(changed),
    ...accessFindings(changed),
    ...costFindings(changed, rates),
    ...operationFindings(changed),
    ...remainingFindings(changed),
  ];
}
