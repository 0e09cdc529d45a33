import { type Acceptance, isAccepted, unusedAcceptances } from './accepted-findings';
import { type DatasetChange, datasetChanges } from './datasets/dataset-change';
import { datasetFindings } from './datasets/dataset-findings';
import { advised, datasetsOf, type Finding, severityOf, topicOf, worstOf } from './finding';
import { SEVERITIES, type Severity, TOPICS } from './finding-kinds';
import { headlineOf } from './headline';
import type { DeployedPlatform, PipelineChange } from './pipeline-change';
import { pipelinesOf, platformsOf } from './plan/deployed-platforms';
import type { Deployment } from './plan/deployment';
import { ratesOf } from './resources/dbu-rates';
import { withoutDeployerEntries } from './resources/deployer-entries';
import { driftFindings } from './resources/drift';
import { resourceFindings } from './resources/resource-findings';

/** Changes to the datasets of one pipeline. */
export interface PipelineReview {
  /** Address of the pipeline in the Terraform state. */
  readonly address: string;
  readonly datasets: readonly DatasetChange[];
}

/** The review of a deployment. */
export interface Review {
  /** Whether the review is based on a plan, or on two stacks, which do not reflect what is actually deployed. */
  readonly source: Deployment['source'];

  /** One-sentence summary. */
  readonly headline: string;

  /** The highest severity that is not accepted. */
  readonly severity: Severity;

  /** Whether there is anything to deploy. */
  readonly hasChanges: boolean;

  readonly pipelines: readonly PipelineReview[];

  /** Findings that are not accepted, by topic, most severe first. */
  readonly findings: readonly Finding[];

  /** Accepted findings. */
  readonly accepted: readonly Finding[];

  /** Limitations of this review, one sentence each. */
  readonly remarks: readonly string[];
}

/** Reviews a deployment. */
export function reviewOf(reviewed: Deployment, acceptances: readonly Acceptance[] = []): Review {
  const { deployment, findings: ofDeployers } = withoutDeployerEntries(reviewed);
  const platforms = platformsOf(deployment);
  const pipelines = pipelinesOf(platforms);
  const { before, after } = deployment.facts;
  const retention = { before: before.kafka_retention_hours, after: after.kafka_retention_hours };
  const changes = platforms.map((change) => ({ change, datasets: datasetChanges(change) }));
  const ofDatasets = changes.map(
    ({ change, datasets }) => [change, datasetFindings(change, datasets, retention)] as const,
  );
  const untouched: readonly (string | undefined)[] = ofDatasets.flatMap(([{ after }, found]) =>
    untouchedBy(found, after),
  );
  const findings = [
    ...ofDatasets.flatMap(([, found]) => found),
    ...resourceFindings(deployment, pipelines, ratesOf(deployment.facts.after)).map((finding) =>
      untouched.includes(finding.address) ? withoutNeed(finding) : finding,
    ),
    ...ofDeployers,
    ...driftFindings(deployment),
  ].map(advised);
  const accepted = findings.filter((finding) => isAccepted(finding, acceptances));
  const open = findings.filter((finding) => !isAccepted(finding, acceptances));
  return {
    source: deployment.source,
    headline: headlineOf(findings, deployment.hasChanges),
    severity: worstOf(open),
    hasChanges: deployment.hasChanges,
    pipelines: pipelines.map(({ before: was, after: is }) => ({
      address: (is ?? was)?.address ?? '',
      datasets: changes
        .filter(({ change }) => isOf(change.after, is) || isOf(change.before, was))
        .flatMap(({ datasets }) => datasets)
        .filter((each) => (each.after ?? each.before)?.pipeline === (is ?? was)?.name),
    })),
    findings: inOrder(open),
    accepted: inOrder(accepted),
    remarks: remarksOn(deployment, pipelines, unusedAcceptances(acceptances, findings)),
  };
}

function isOf(platform: DeployedPlatform | undefined, pipeline: PipelineChange['after']): boolean {
  return pipeline !== undefined && (platform?.pipelines.includes(pipeline) ?? false);
}

/** Addresses of the pipelines whose rows stay the same. */
function untouchedBy(findings: readonly Finding[], platform: DeployedPlatform | undefined): string[] {
  const unsafe = findings.filter(({ kind }) => kind !== 'safe-change');
  return (platform?.pipelines ?? [])
    .filter(({ address, manifest }) => {
      const own = manifest?.datasets.map(({ name }) => name) ?? [];
      return !unsafe.some(
        (finding) => finding.address === address || datasetsOf(finding).some((name) => own.includes(name)),
      );
    })
    .map(({ address }) => address);
}

/** Sorted by topic and severity, most severe first. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) =>
    TOPICS.indexOf(topicOf(finding)) * SEVERITIES.length - SEVERITIES.indexOf(severityOf(finding));
  return [...findings].sort((left, right) => rank(left) - rank(right));
}

/** Drops the restart finding if the changed notebooks compute the same rows: the running update may continue. */
function withoutNeed(finding: Finding): Finding {
  if (finding.kind !== 'restart-needed') return finding;
  const { otherwise: _otherwise, todo: _todo, ...rest } = finding;
  return { ...rest, kind: 'safe-change' };
}

function remarksOn(
  { source, isComplete }: Deployment,
  pipelines: readonly PipelineChange[],
  unused: readonly string[],
): string[] {
  const isForeign = pipelines.every(({ before, after }) => !before?.manifest && !after?.manifest);
  return [
    ...(source === 'stacks'
      ? ['Two stacks were compared: the deployed state and out-of-band changes are unknown.']
      : []),
    ...(isComplete
      ? []
      : ['The plan is incomplete: it omits resources that were not targeted or that were deferred.']),
    ...(isForeign ? ['No pipeline has a lineage manifest: the review covers resources but not tables.'] : []),
    ...unused.map((text) => `--allow ${text} matches no finding.`),
  ];
}
