import { datasetsOf, type Finding } from '../finding';
import type { DeployedPipeline, PlatformChange } from '../pipeline-change';
import { dataQualityFindings } from './data-quality-findings';
import type { DatasetChange } from './dataset-change';
import { describeDifference } from './dataset-difference';
import { datasetEffects } from './dataset-effects';
import { DatasetGraph } from './dataset-graph';
import { type FindingDraft, groupedFindings } from './finding-draft';
import { fullRefreshFindings, fullyRefreshed, type Retention } from './full-refresh-findings';
import { oldRowsFindings, recomputeFindings, unreadCodeFindings } from './recompute-findings';
import { removedDatasetFindings } from './removed-dataset-findings';
import { settingFindings } from './setting-findings';
import { unexplainedCode } from './unexplained-code';

export type { Retention } from './full-refresh-findings';

/**
 * Findings on data, readers and quality for the changed datasets of one platform. Datasets of a deleted pipeline are
 * reported with the resources instead.
 *
 * @param changes result of `datasetChanges` for the same platform
 */
export function datasetFindings(
  change: PlatformChange,
  all: readonly DatasetChange[],
  retention: Retention,
): Finding[] {
  const { before, after } = change;
  if (!after) return [];
  // Without a manifest, the notebooks are reported with the resources.
  if (!after.manifest && !before?.manifest) return [];
  if (!after.manifest || (before && !before.manifest)) return [withoutManifest(change)];
  const graph = new DatasetGraph(after.manifest);
  const deleted = deletedPipelines(change);
  const changes = all.filter(({ before: was, after: is }) => is || !deleted.has(was?.pipeline));
  const effects = datasetEffects(changes, graph);
  const refreshed = fullyRefreshed(graph, effects);
  const findings = [
    ...groupedFindings(removedDatasetFindings(change, changes, graph, retention)),
    ...fullRefreshFindings(change, graph, effects, retention),
    ...recomputeFindings(graph, effects, refreshed),
    ...groupedFindings([
      ...oldRowsFindings(change, graph, effects, refreshed),
      ...unreadCodeFindings(change, graph, effects, refreshed),
      ...dataQualityFindings(change, changes),
      ...settingFindings(change, changes, graph),
    ]),
    ...unexplainedFindings(change),
  ];
  return [...findings, ...untoldFindings(changes, graph, findings)];
}

/** Changes that no other finding reports: never safe, except for views that no table reads. */
function untoldFindings(
  changes: readonly DatasetChange[],
  graph: DatasetGraph,
  findings: readonly Finding[],
): Finding[] {
  const reported = new Set<string | undefined>(findings.flatMap(datasetsOf));
  const untold = changes.filter(({ name, code, after, differences }) => {
    const isOfRules = code.kind === 'rows' && code.isByRules && reported.has(after?.quarantineOf);
    const isOfReaders =
      after?.kind === 'temporary_view' && graph.tablesThrough(name).some(({ table }) => reported.has(table));
    // An added or removed quarantine has its own finding.
    const isOfQuarantine =
      code.kind === 'none' &&
      differences.length > 0 &&
      differences.every((one) => one.aspect === 'quarantine' && reported.has(one.before ?? one.after));
    return !reported.has(name) && !isOfRules && !isOfReaders && !isOfQuarantine;
  });
  return groupedFindings(
    untold.map(({ name, differences, code, after }): FindingDraft => {
      const isUnread = after?.kind === 'temporary_view' && graph.tablesThrough(name).length === 0;
      const reasons = differences.map(describeDifference);
      return {
        kind: isUnread ? 'safe-change' : 'unknown-change',
        dataset: name,
        what: (names, several) => {
          const [verb, hold, them] = several ? ['change', 'hold', 'them'] : ['changes', 'holds', 'it'];
          return isUnread
            ? `${names} ${verb}, but ${hold} no data and no table reads ${them}.`
            : `${names} ${verb} in a way the review cannot assess.`;
        },
        why: `${[...reasons, ...(code.kind === 'none' ? [] : ['its code changed'])].join('; ')}.`,
        sameAs: `untold ${isUnread}`,
      };
    }),
  );
}

function withoutManifest({ before, after }: PlatformChange): Finding {
  const side = after?.manifest ? 'deployed' : 'new';
  return {
    kind: 'unknown-change',
    address: (after ?? before)?.pipelines[0]?.address ?? '',
    what: `The review cannot tell what happens to tables: the ${side} version of the pipeline has no readable lineage manifest.`,
    why: '`lineage.json` next to the notebooks is missing, or has a version that this review does not know.',
    todo: { sentence: 'Compare the notebooks manually before you deploy.' },
  };
}

/** Names of the pipelines that the deployment deletes. */
function deletedPipelines({ before, after }: PlatformChange): Set<string | undefined> {
  const kept = new Set(after?.pipelines.map((each) => each.previousAddress ?? each.address));
  return new Set(before?.pipelines.filter(({ address }) => !kept.has(address)).map(({ name }) => name));
}

/** The pipeline that runs a notebook. */
function ownerOf({ before, after }: PlatformChange, notebook: string): DeployedPipeline | undefined {
  const pipelines = [...(after?.pipelines ?? []), ...(before?.pipelines ?? [])];
  return pipelines.find(({ notebooks }) => notebooks.has(notebook)) ?? pipelines[0];
}

function unexplainedFindings(change: PlatformChange): Finding[] {
  return unexplainedCode(change).map(
    ({ notebook, before, after }): Finding => ({
      kind: 'unknown-change',
      address: ownerOf(change, notebook)?.address ?? '',
      what: `\`${notebook}\` has changed code that belongs to no dataset of the manifest.`,
      why: [before && `Removed: ${before}`, after && `Added: ${after}`]
        .filter((text) => text !== '')
        .join('\n'),
      otherwise: 'It runs with every update, and may read or write data or change settings.',
      todo: { sentence: 'Review it. Generated notebooks contain no such code.' },
    }),
  );
}
