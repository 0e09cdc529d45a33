import { isStored, isStreamingTable, KIND_NAMES, kindWithArticle } from '../../artefacts/dataset-kind';
import type { DatasetKind, ManifestDataset } from '../../artefacts/manifest';
import { about } from '../finding';
import type { PlatformChange } from '../pipeline-change';
import { capital } from '../sentences';
import type { DatasetChange } from './dataset-change';
import { isOfAnotherKind } from './dataset-effects';
import { type DatasetGraph, isProtected } from './dataset-graph';
import type { FindingDraft } from './finding-draft';
import { duration, type Retention, refreshOf } from './full-refresh-findings';
import { copyCommand, pipelineId, tableName } from './pipeline-commands';

/** Findings on datasets that are added, removed, renamed, moved to a different pipeline or become a different kind. */
export function removedDatasetFindings(
  change: PlatformChange,
  changes: readonly DatasetChange[],
  graph: DatasetGraph,
  retention: Retention,
): FindingDraft[] {
  return changes.flatMap(({ before, after, renamedBy }): FindingDraft[] => {
    if (!before) return after ? [added(after)] : [];
    if (!after) return [isStored(before) ? removedTable(change, before) : removedView(before)];
    if (isOfAnotherKind(before, after)) return [ofAnotherKind(change, graph, before, after)];
    if (renamedBy !== undefined) return [renamed(change, graph, before, after, renamedBy, retention)];
    return before.pipeline === after.pipeline ? [] : [moved(change, before, after)];
  });
}

function added({ name, kind, layer }: ManifestDataset): FindingDraft {
  return {
    kind: 'dataset-added',
    dataset: name,
    what: (names, several) =>
      `${names} ${several ? 'are' : 'is'} new: the next update creates and fills ${several ? 'them' : 'it'}.`,
    why: `${capital(KIND_NAMES[kind])} in layer ${layer}.`,
    sameAs: '',
  };
}

function removedTable(change: PlatformChange, { name, kind, quarantineOf }: ManifestDataset): FindingDraft {
  return {
    kind: 'dataset-removed',
    dataset: name,
    what: (names, several) =>
      several
        ? `${names} are removed: the pipeline no longer updates them, and Databricks drops them with all their rows.`
        : quarantineOf === undefined
          ? `${names} is removed: the pipeline no longer updates it, and Databricks drops it with all its rows.`
          : `${names} is removed with all its rows: rows dropped by \`${quarantineOf}\` so far are lost, and from now on they are only counted.`,
    why: `The ${KIND_NAMES[kind]} is no longer in the project.`,
    otherwise: 'Databricks keeps the data of a dropped table for 7 days; after that it cannot be restored.',
    todo: {
      sentence: 'Copy the rows before the deployment if they are needed, or restore the table within 7 days.',
      commands: [copyCommand(change, name), `UNDROP ${objectType(kind)} ${tableName(change.before, name)};`],
    },
    sameAs: 'removed table',
  };
}

function removedView({ name, kind }: ManifestDataset): FindingDraft {
  const isTemporary = kind === 'temporary_view';
  return {
    kind: isTemporary ? 'safe-change' : 'readers-break',
    dataset: name,
    what: (names, several) => {
      const [are, it, they] = several ? ['are', 'them', 'they'] : ['is', 'it', 'it'];
      return isTemporary
        ? `${names} ${are} removed; ${they} held no data.`
        : `${names} ${are} removed: queries of ${it} fail. ${capital(they as string)} held no data.`;
    },
    why: `The ${isTemporary ? 'temporary' : 'published'} view is no longer in the project.`,
    sameAs: 'removed view',
  };
}

function renamed(
  change: PlatformChange,
  graph: DatasetGraph,
  before: ManifestDataset,
  after: ManifestDataset,
  evidence: string,
  retention: Retention,
): FindingDraft {
  const [was, is] = [`\`${before.name}\``, `\`${after.name}\``];
  const shared = { dataset: after.name, why: `${was} → ${is}: ${evidence}.` };
  switch (after.kind) {
    case 'temporary_view':
      return {
        ...shared,
        kind: 'safe-change',
        what: () => `${was} is renamed to ${is}; it holds no data.`,
      };
    case 'published_view':
      return {
        ...shared,
        kind: 'readers-break',
        what: () => `${was} is renamed to ${is}: queries of ${was} fail. It holds no data.`,
      };
    case 'materialized_view':
      return {
        ...shared,
        kind: 'dataset-renamed',
        what: () => `${was} is dropped, and ${is} is recomputed from all rows.`,
        otherwise: `Rows that its sources no longer hold are lost, and queries of ${was} fail.`,
        todo: { sentence: 'Keep the name, or inform its readers.' },
      };
    default: {
      const behind = graph.groups([after.name]).flatMap((group) => group.behind);
      const computed = behind.length > 0 ? ' Everything downstream is computed from these rows only.' : '';
      return {
        ...shared,
        ...about([after.name], behind),
        kind: 'dataset-renamed',
        what: () =>
          `${was} is dropped with all its rows, and ${is} starts empty: it is refilled only with data that its sources still hold.`,
        otherwise: `${historyOf(graph, after, retention)}${computed} Queries of ${was} fail.`,
        todo: {
          sentence: `Keep the name, or copy the rows of ${was} before the deployment.`,
          commands: [copyCommand(change, before.name)],
        },
      };
    }
  }
}

/**
 * A dataset that a different pipeline computes from now on. Its rows and the position of its stream stay, once the
 * table is handed over.
 *
 * @see https://docs.databricks.com/aws/en/ldp/move-table
 */
function moved(change: PlatformChange, before: ManifestDataset, after: ManifestDataset): FindingDraft {
  const { name, kind } = after;
  const why = `pipeline: ${before.pipeline} → ${after.pipeline}.`;
  if (!isStored(after)) {
    return {
      kind: kind === 'temporary_view' ? 'safe-change' : 'dataset-moved',
      dataset: name,
      what: (names) => `${names} moves to pipeline ${after.pipeline}; it holds no data.`,
      why,
      ...(kind === 'temporary_view'
        ? {}
        : {
            todo: {
              sentence: 'Drop the view before the next update; the new pipeline creates it again.',
              commands: [`DROP VIEW ${tableName(change.before, name)};`],
            },
          }),
    };
  }
  const object = kind === 'materialized_view' ? 'MATERIALIZED VIEW' : 'STREAMING TABLE';
  return {
    kind: 'dataset-moved',
    dataset: name,
    what: (names, several) =>
      `${names} ${several ? 'move' : 'moves'} to pipeline ${after.pipeline}: the rows stay, but ${several ? 'they must' : 'it must'} be handed over to it.`,
    why,
    todo: {
      sentence:
        'Stop both pipelines, hand the table over as the user they run as, on Databricks Runtime 16.3 or later, deploy, and start an update.',
      commands: [
        `databricks pipelines stop ${pipelineId(change, before.pipeline)}`,
        `ALTER ${object} ${tableName(change.before, name)} SET TBLPROPERTIES ('pipelines.pipelineId' = '${pipelineId(change, after.pipeline)}');`,
      ],
    },
  };
}

/** The data that an empty streaming table can reread from its sources. */
function historyOf(graph: DatasetGraph, { kind, inputs }: ManifestDataset, { after }: Retention): string {
  if (kind !== 'kafka_stream') {
    const sources = inputs
      .filter(({ dataset }) => graph.dataset(dataset))
      .map(({ dataset }) => `\`${dataset}\``);
    return `It reads ${sources.join(', ')} from the start.`;
  }
  if (after === undefined)
    return 'The environment does not declare the Kafka retention: expired messages are lost.';
  return after < 0
    ? 'Kafka keeps all messages.'
    : `Kafka keeps messages for ${duration(after)}: older ones are lost.`;
}

function ofAnotherKind(
  change: PlatformChange,
  graph: DatasetGraph,
  before: ManifestDataset,
  after: ManifestDataset,
): FindingDraft {
  const { name } = after;
  const why = `kind: ${capital(KIND_NAMES[before.kind])} → ${capital(KIND_NAMES[after.kind])}.`;
  if (!isStored(before)) {
    const isPublished = before.kind === 'temporary_view' && after.kind === 'published_view';
    return {
      kind:
        before.kind === 'published_view' ? 'readers-break' : isPublished ? 'safe-change' : 'unknown-change',
      dataset: name,
      what: (names) =>
        isPublished
          ? `${names} becomes a published view; it holds no data.`
          : `${names} becomes ${kindWithArticle(after.kind)}: its readers get different data, and streams that read it may need a full refresh.`,
      why,
    };
  }
  const isRefreshable = isStored(after) && !isProtected(after);
  return {
    kind: 'kind-changed',
    ...about(
      [name],
      graph.groups([name]).flatMap((group) => group.behind),
    ),
    what: (names) =>
      `${names} becomes ${kindWithArticle(after.kind)}: Databricks does not convert ${kindWithArticle(before.kind)} to one, so the old one must be dropped with all its rows.`,
    why,
    otherwise: `The next update fails while the old one exists.${isStreamingTable(before) ? ' Rows that its sources no longer hold cannot be recomputed.' : ''}`,
    todo: {
      sentence:
        'Copy the rows first if they are needed, drop the old one, and after the deployment fully refresh everything downstream.',
      commands: [
        copyCommand(change, before.name),
        `DROP ${objectType(before.kind)} ${tableName(change.before, before.name)};`,
        ...(isRefreshable ? refreshOf(change, graph, [name]) : []),
      ],
    },
  };
}

function objectType(kind: DatasetKind): string {
  return kind === 'materialized_view' ? 'MATERIALIZED VIEW' : 'TABLE';
}
