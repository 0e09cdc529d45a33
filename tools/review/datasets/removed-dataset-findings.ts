import { isStored, isStreamingTable, KIND_NAMES, kindWithArticle } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { PipelineChange } from '../pipeline-change';
import type { DatasetChange } from './dataset-change';
import { isOfAnotherKind } from './dataset-effects';
import { type DatasetGraph, isProtected } from './dataset-graph';
import type { FindingDraft } from './finding-draft';
import { copyCommand, duration, type Retention, refreshOf } from './full-refresh-findings';
import { tableName } from './pipeline-commands';

const UNITY_CATALOG = 'https://docs.databricks.com/aws/en/ldp/unity-catalog';

/** What happens to data by datasets that go, get another name or become another kind, and those that are new. */
export function removedDatasetFindings(
  change: PipelineChange,
  changes: readonly DatasetChange[],
  graph: DatasetGraph,
  retention: Retention,
): FindingDraft[] {
  return changes.flatMap((dataset): FindingDraft[] => {
    const { before, after, renamedBy } = dataset;
    if (!before) return after ? [added(after)] : [];
    if (!after) return [isStored(before) ? removedTable(change, before) : removedView(before)];
    if (isOfAnotherKind(before, after)) return [ofAnotherKind(change, graph, before, after)];
    return renamedBy === undefined ? [] : [renamed(change, graph, before, after, renamedBy, retention)];
  });
}

function added({ name, kind, layer }: ManifestDataset): FindingDraft {
  return {
    kind: 'dataset-added',
    dataset: name,
    what: `\`${name}\` is new: the next update creates and fills it.`,
    why: `${spoken(kind)} in layer ${layer}.`,
    sameAs: '',
    whatOfAll: (names) => `${names} are new: the next update creates and fills them.`,
  };
}

function removedTable(change: PipelineChange, { name, kind, quarantineOf }: ManifestDataset): FindingDraft {
  const { before } = change;
  const undrop = `UNDROP ${kind === 'materialized_view' ? 'MATERIALIZED VIEW' : 'TABLE'} ${tableName(before, name)};`;
  const what =
    quarantineOf === undefined
      ? `\`${name}\` is removed: the pipeline no longer updates it, and Databricks drops it with all its rows.`
      : `\`${name}\` is removed with all its rows: what \`${quarantineOf}\` dropped is lost, and from now on it is only counted.`;
  return {
    kind: 'dataset-removed',
    dataset: name,
    what,
    why: `${spoken(kind)} that the project no longer has.`,
    otherwise:
      'Databricks keeps the data of a dropped table for 7 days; after that nobody can bring it back.',
    todo: {
      sentence:
        'Copy the rows before the deployment if they are needed, or bring the table back within 7 days.',
      commands: [copyCommand(change, name), undrop],
    },
    documentation: UNITY_CATALOG,
    sameAs: 'removed table',
    whatOfAll: (names) =>
      `${names} are removed: the pipeline no longer updates them, and Databricks drops them with all their rows.`,
  };
}

function removedView({ name, kind }: ManifestDataset): FindingDraft {
  if (kind === 'temporary_view') {
    return {
      kind: 'safe-change',
      dataset: name,
      what: `\`${name}\` is gone; it held no data.`,
      why: 'A temporary view that the project no longer has.',
      sameAs: 'removed view',
      whatOfAll: (names) => `${names} are gone; they held no data.`,
    };
  }
  return {
    kind: 'readers-break',
    dataset: name,
    what: `\`${name}\` is gone: queries of it fail. It held no data.`,
    why: 'A published view that the project no longer has.',
    sameAs: 'removed view',
    whatOfAll: (names) => `${names} are gone: queries of them fail. They held no data.`,
  };
}

function renamed(
  change: PipelineChange,
  graph: DatasetGraph,
  before: ManifestDataset,
  after: ManifestDataset,
  evidence: string,
  retention: Retention,
): FindingDraft {
  const names = { dataset: after.name, why: `\`${before.name}\` → \`${after.name}\`: ${evidence}.` };
  if (after.kind === 'temporary_view') {
    return {
      kind: 'safe-change',
      ...names,
      what: `\`${before.name}\` is called \`${after.name}\` from now on; it holds no data.`,
    };
  }
  const gone = `queries of \`${before.name}\` fail`;
  if (after.kind === 'published_view') {
    return {
      kind: 'readers-break',
      ...names,
      what: `\`${before.name}\` is called \`${after.name}\` from now on: ${gone}. It holds no data.`,
    };
  }
  if (after.kind === 'materialized_view') {
    return {
      kind: 'dataset-renamed',
      ...names,
      what: `\`${before.name}\` is dropped, and \`${after.name}\` recomputed from all rows.`,
      otherwise: `What its sources no longer hold is not computed again, and ${gone}.`,
      todo: { sentence: 'Keep the name, or tell who reads it.' },
      documentation: UNITY_CATALOG,
    };
  }
  const behind = graph.groups([after.name]).flatMap((group) => group.behind);
  const computed = behind.length > 0 ? ' Everything downstream is computed from these rows alone.' : '';
  return {
    kind: 'dataset-renamed',
    ...names,
    ...(behind.length > 0 ? { behind } : {}),
    what: `\`${before.name}\` is dropped with all its rows, and \`${after.name}\` starts empty: it fills again only from what its sources still hold.`,
    otherwise: `${historyOf(graph, after, retention)}${computed} Queries of \`${before.name}\` fail.`,
    todo: {
      sentence: `Keep the name, or copy the rows of \`${before.name}\` before the deployment.`,
      commands: [copyCommand(change, before.name)],
    },
    documentation: UNITY_CATALOG,
  };
}

/** What a streaming table that starts empty can get back. */
function historyOf(graph: DatasetGraph, { kind, inputs }: ManifestDataset, { after }: Retention): string {
  if (kind !== 'kafka_stream') {
    const sources = inputs
      .filter(({ dataset }) => graph.dataset(dataset))
      .map(({ dataset }) => `\`${dataset}\``);
    return `It reads ${sources.join(', ')} from the start.`;
  }
  if (after === undefined)
    return 'The environment does not state for how long Kafka keeps messages: what is older is lost.';
  return after < 0
    ? 'Kafka keeps all messages.'
    : `Kafka keeps messages for ${duration(after)}: what is older is lost.`;
}

function ofAnotherKind(
  change: PipelineChange,
  graph: DatasetGraph,
  before: ManifestDataset,
  after: ManifestDataset,
): FindingDraft {
  const { name } = after;
  const why = `kind: ${spoken(before.kind)} → ${spoken(after.kind)}.`;
  if (!isStored(before)) {
    const isPublished = before.kind === 'temporary_view' && after.kind === 'published_view';
    return {
      kind:
        before.kind === 'published_view' ? 'readers-break' : isPublished ? 'safe-change' : 'unknown-change',
      dataset: name,
      what: isPublished
        ? `\`${name}\` can be queried from now on; it holds no data.`
        : `\`${name}\` is ${kindWithArticle(after.kind)} now: what read the view reads something else, and streams of it may have to be fully refreshed.`,
      why,
    };
  }
  const behind = graph.groups([name]).flatMap((group) => group.behind);
  const isRefreshable = isStored(after) && !isProtected(after);
  return {
    kind: 'kind-changed',
    dataset: name,
    ...(behind.length > 0 ? { behind } : {}),
    what: `\`${name}\` becomes ${kindWithArticle(after.kind)}: Databricks does not turn ${kindWithArticle(before.kind)} into one, so the old one must be dropped with all its rows.`,
    why,
    otherwise: isStreamingTable(before)
      ? 'The next update fails while the old one is there. Rows that its sources no longer hold cannot be computed again.'
      : 'The next update fails while the old one is there.',
    todo: {
      sentence:
        'Copy the rows first if they are needed, drop the old one, and after the deployment fully refresh everything downstream.',
      commands: [
        copyCommand(change, before.name),
        `DROP ${before.kind === 'materialized_view' ? 'MATERIALIZED VIEW' : 'TABLE'} ${tableName(change.before, before.name)};`,
        ...(isRefreshable ? refreshOf(change, graph, [name]) : []),
      ],
    },
    documentation: UNITY_CATALOG,
  };
}

/** A kind at the beginning of a sentence. */
function spoken(kind: ManifestDataset['kind']): string {
  const name = KIND_NAMES[kind];
  return name.charAt(0).toUpperCase() + name.slice(1);
}
