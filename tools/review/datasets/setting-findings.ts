import type { ManifestDataset } from '../../artefacts/manifest';
import type { PlatformChange } from '../pipeline-change';
import type { DatasetChange } from './dataset-change';
import { type Difference, describeDifference } from './dataset-difference';
import { isOfAnotherKind, renamesOfViews } from './dataset-effects';
import type { DatasetGraph } from './dataset-graph';
import { effectOf } from './difference-effect';
import type { FindingDraft } from './finding-draft';
import { tableName } from './pipeline-commands';
import { propertyEffect } from './table-properties';

/** Findings on settings and columns that do not affect rows: protection, personal data, readers, and the rest. */
export function settingFindings(
  change: PlatformChange,
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

function findingOf(difference: Difference, { name, kind }: ManifestDataset): FindingDraft[] {
  const { aspect, item = '', before, after } = difference;
  const why = `${describeDifference(difference)}.`;
  const unknown = (what: string): FindingDraft[] => [
    {
      kind: 'unknown-change',
      dataset: name,
      what: (names) => `The review does not know the effect of changing \`${what}\` on ${names}.`,
      why,
      sameAs: what,
    },
  ];
  if (aspect === 'declaration' || (aspect === 'quarantine' && item === 'of'))
    return unknown(`${aspect} ${item}`);
  if (aspect !== 'table property') return [];
  switch (propertyEffect(item, before, after)) {
    case 'protection removed':
      return [
        {
          kind: 'protection-removed',
          dataset: name,
          what: (names) => `${names} can be fully refreshed again, which deletes all rows.`,
          why,
          otherwise: `A full refresh of the whole pipeline deletes all rows and rereads only data that ${kind === 'kafka_stream' ? 'Kafka still holds' : 'its sources still hold'}.`,
          todo: {
            sentence:
              'Keep `pipelines.reset.allowed` = false on tables whose sources have limited retention.',
          },
          documentation: 'https://docs.databricks.com/aws/en/ldp/properties',
          sameAs: why,
        },
      ];
    case 'incremental refresh lost':
      return [
        {
          kind: 'cost-raised',
          dataset: name,
          what: (names) =>
            `Materialized views that read ${names} may be recomputed from all rows with every update.`,
          why,
          otherwise: 'Databricks refreshes most of them incrementally only if their sources track rows.',
          documentation: 'https://docs.databricks.com/aws/en/optimizations/incremental-refresh',
          sameAs: why,
        },
      ];
    case 'unknown':
      return unknown(item);
    default:
      return [];
  }
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
      what: (names) =>
        `${listed} of ${names} ${unmarked.length > 1 ? 'are' : 'is'} no longer marked as personal data, and no longer protected as such.`,
      why: `personal data ${unmarked.join(', ')}: yes → no.`,
      otherwise: 'Everyone with access to non-personal data can read it.',
      sameAs: listed,
    },
  ];
}

/** Removed, renamed or retyped columns, which break readers. */
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
  const columns = missed.map(({ item }) => `\`${item}\``).join(', ');
  return [
    {
      kind: 'readers-break',
      dataset: after.name,
      what: (names) => `Queries of ${names} that use ${columns} fail or return different results.`,
      why: `${missed.map(describeDifference).join('; ')}.`,
      todo: {
        sentence: 'Inform its readers, or keep the old column alongside the new one for a transition period.',
      },
      sameAs: missed.map(describeDifference).join(),
    },
  ];
}

/** Changes of a dataset without any effect on its rows. */
function safe(
  change: PlatformChange,
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
  const reasons = [
    ...harmless.map(describeDifference),
    ...(isRewritten ? ['its code is refactored and computes the same result'] : []),
  ];
  const aspects = [
    ...new Set(harmless.map(({ aspect }) => aspect)),
    ...(isRewritten ? ['code (refactored)'] : []),
  ].join(', ');
  const clustering = {
    todo: {
      sentence: 'New rows are clustered by the new columns; run this once to cluster existing rows too.',
      commands: [`OPTIMIZE ${tableName(change.after, after.name)} FULL;`],
    },
    documentation: 'https://docs.databricks.com/aws/en/delta/clustering',
  };
  return [
    {
      kind: 'safe-change',
      dataset: after.name,
      what: (names, several) =>
        `${names} ${several ? 'change' : 'changes'} without an effect on ${several ? 'their' : 'its'} rows: ${aspects}.`,
      why: `${reasons.join('; ')}.`,
      ...(harmless.some(({ aspect }) => aspect === 'clustering') ? clustering : {}),
      sameAs: aspects,
    },
  ];
}
