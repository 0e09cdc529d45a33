import type { ManifestDataset } from '../../artefacts/manifest';
import type { PipelineChange } from '../pipeline-change';
import type { DatasetChange } from './dataset-change';
import { type Difference, describeDifference } from './dataset-difference';
import { isOfAnotherKind, renamesOfViews } from './dataset-effects';
import type { DatasetGraph } from './dataset-graph';
import { effectOf } from './difference-effect';
import type { FindingDraft } from './finding-draft';
import { tableName } from './pipeline-commands';
import { propertyEffect } from './table-properties';

/** Findings of settings and columns besides what happens to rows: protection, personal data, readers, and the rest. */
export function settingFindings(
  change: PipelineChange,
  changes: readonly DatasetChange[],
  graph: DatasetGraph,
): FindingDraft[] {
  const renamedViews = renamesOfViews(changes);
  return changes.flatMap((dataset): FindingDraft[] => {
    const { before, after } = dataset;
    if (!before || !after) return [];
    return [
      ...dataset.differences.flatMap((difference) => findingOf(difference, after)),
      ...personalData(dataset, after),
      ...readersBreak(dataset, graph, before, after),
      ...safe(change, dataset, before, after, renamedViews),
    ];
  });
}

function findingOf(difference: Difference, dataset: ManifestDataset): FindingDraft[] {
  const { aspect, item = '' } = difference;
  const { name } = dataset;
  const why = `${describeDifference(difference)}.`;
  if (aspect === 'declaration' || (aspect === 'quarantine' && item === 'of'))
    return [unknown(name, why, `${aspect} ${item}`)];
  if (aspect !== 'table property') return [];
  switch (propertyEffect(item, difference.before, difference.after)) {
    case 'protection removed':
      return [
        {
          kind: 'protection-removed',
          dataset: name,
          what: `Nothing keeps a full refresh from deleting the rows of \`${name}\` any more.`,
          why,
          otherwise:
            dataset.kind === 'kafka_stream'
              ? 'A full refresh of the whole pipeline deletes all rows and reads back only what Kafka still holds.'
              : 'A full refresh of the whole pipeline deletes all rows and reads back only what its sources still hold.',
          todo: { sentence: 'Keep `pipelines.reset.allowed` = false on tables whose source forgets.' },
          documentation: 'https://docs.databricks.com/aws/en/ldp/properties',
          sameAs: why,
          whatOfAll: (names) => `Nothing keeps a full refresh from deleting the rows of ${names} any more.`,
        },
      ];
    case 'incremental refresh lost':
      return [
        {
          kind: 'cost-raised',
          dataset: name,
          what: `Materialized views that read \`${name}\` may be computed from all rows with every update.`,
          why,
          otherwise: 'Databricks refreshes most of them incrementally only if their sources track rows.',
          documentation: 'https://docs.databricks.com/aws/en/optimizations/incremental-refresh',
          sameAs: why,
          whatOfAll: (names) =>
            `Materialized views that read ${names} may be computed from all rows with every update.`,
        },
      ];
    case 'unknown':
      return [unknown(name, why, item)];
    default:
      return [];
  }
}

function unknown(name: string, why: string, what: string): FindingDraft {
  return {
    kind: 'unknown-change',
    dataset: name,
    what: `The review does not know what a change of \`${what}\` does to \`${name}\`.`,
    why,
    sameAs: what,
    whatOfAll: (names) => `The review does not know what a change of \`${what}\` does to ${names}.`,
  };
}

function personalData({ differences }: DatasetChange, { name, columns }: ManifestDataset): FindingDraft[] {
  const unmarked = differences.flatMap(({ aspect, item, after }) =>
    aspect === 'personal data' && after === undefined && columns.some((column) => column.name === item)
      ? [item ?? '']
      : [],
  );
  if (unmarked.length === 0) return [];
  const listed = unmarked.map((column) => `\`${column}\``).join(', ');
  return [
    {
      kind: 'personal-data-exposed',
      dataset: name,
      what: `${listed} of \`${name}\` ${unmarked.length > 1 ? 'are' : 'is'} no longer marked as personal data: what keeps such columns from people no longer does.`,
      why: `personal data ${unmarked.join(', ')}: yes → no.`,
      otherwise: 'Who may read what holds no personal data may read it.',
      sameAs: listed,
      whatOfAll: (names) =>
        `${listed} of ${names} are no longer marked as personal data: what keeps such columns from people no longer does.`,
    },
  ];
}

/** Columns that people who query a dataset miss. */
function readersBreak(
  { differences, renamedBy }: DatasetChange,
  graph: DatasetGraph,
  before: ManifestDataset,
  after: ManifestDataset,
): FindingDraft[] {
  if (renamedBy !== undefined || isOfAnotherKind(before, after) || !graph.isForReaders(after)) return [];
  const missed = differences.filter(
    ({ aspect, item, before: was, after: is, degree }) =>
      (aspect === 'column' && is === undefined) ||
      (aspect === 'column name' && item?.toLowerCase() !== is?.toLowerCase()) ||
      (aspect === 'column type' && degree !== 'extended' && was !== undefined),
  );
  if (missed.length === 0) return [];
  return [
    {
      kind: 'readers-break',
      dataset: after.name,
      what: `Queries of \`${after.name}\` that use ${columnNames(missed)} break or answer otherwise.`,
      why: `${missed.map(describeDifference).join('; ')}.`,
      todo: { sentence: 'Tell those who query it, or keep the old column beside the new one for a while.' },
      sameAs: missed.map(describeDifference).join(),
      whatOfAll: (names) => `Queries of ${names} that use ${columnNames(missed)} break or answer otherwise.`,
    },
  ];
}

function columnNames(differences: readonly Difference[]): string {
  return differences.map(({ item }) => `\`${item}\``).join(', ');
}

/** What a dataset has changed without any effect on its rows. */
function safe(
  change: PipelineChange,
  dataset: DatasetChange,
  before: ManifestDataset,
  after: ManifestDataset,
  renamedViews: ReadonlyMap<string, string>,
): FindingDraft[] {
  const harmless = dataset.differences.filter(
    (difference) => effectOf(difference, dataset, renamedViews) === 'safe',
  );
  const isRewritten = dataset.code.kind === 'none' && dataset.source !== undefined;
  if ((harmless.length === 0 && !isRewritten) || isOfAnotherKind(before, after)) return [];
  const { name } = after;
  const reasons = [
    ...harmless.map(describeDifference),
    ...(isRewritten ? ['its code is written in another way and computes the same'] : []),
  ];
  const isClustered = harmless.some(({ aspect }) => aspect === 'clustering');
  const aspects = [
    ...new Set(harmless.map(({ aspect }) => aspect)),
    ...(isRewritten ? ['way its code is written'] : []),
  ];
  return [
    {
      kind: 'safe-change',
      dataset: name,
      what: `\`${name}\` changes without an effect on its rows: ${aspects.join(', ')}.`,
      why: `${reasons.join('; ')}.`,
      ...(isClustered
        ? {
            todo: {
              sentence:
                'New rows are clustered by the new columns; to cluster the old ones too, run this once.',
              commands: [`OPTIMIZE ${tableName(change.after, name)} FULL;`],
            },
            documentation: 'https://docs.databricks.com/aws/en/delta/clustering',
          }
        : {}),
      sameAs: aspects.join(),
      whatOfAll: (names) => `${names} change without an effect on their rows: ${aspects.join(', ')}.`,
    },
  ];
}
