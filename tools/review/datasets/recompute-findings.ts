import { isStored, isStreamingTable } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import { about, type Finding } from '../finding';
import type { PlatformChange } from '../pipeline-change';
import { namesText } from '../sentences';
import type { DatasetEffects } from './dataset-effects';
import { type DatasetGraph, isProtected } from './dataset-graph';
import { type FindingDraft, groupedFindings, reasonsText } from './finding-draft';
import { refreshOf, tables } from './full-refresh-findings';

const REFRESH_DOCUMENTATION = 'https://docs.databricks.com/aws/en/ldp/concepts/refresh';

/**
 * Materialized views that the next update recomputes, with everything downstream, and published views that return
 * different rows.
 *
 * @param refreshed tables that are fully refreshed anyway
 */
export function recomputeFindings(
  graph: DatasetGraph,
  effects: ReadonlyMap<string, DatasetEffects>,
  refreshed: ReadonlySet<string>,
): Finding[] {
  const changed = [...effects]
    .filter(([name, { recompute }]) => recompute.length > 0 && !refreshed.has(name))
    .map(([name]) => name);
  const views = changed.filter((name) => !isStored(graph.dataset(name) as ManifestDataset));
  const reason = (name: string) => [...new Set(effects.get(name)?.recompute)].join('; ');
  const isView = new Set(views);
  const groups = graph.groups(
    changed.filter((name) => !isView.has(name)),
    reason,
  );
  const computed = groups.map(({ roots, behind }): Finding => {
    const behindThem =
      behind.length === 0
        ? ''
        : `, and the ${tables(behind.length)} downstream ${behind.length > 1 ? 'follow' : 'follows'}`;
    return {
      kind: 'recomputed',
      ...about(roots, behind),
      what: `${namesText(roots, 2)} ${roots.length > 1 ? 'are' : 'is'} recomputed from all rows with the next update${behindThem}.`,
      why: reasonsText(roots, reason),
      otherwise: 'The next update takes longer and costs more than usual.',
      documentation: REFRESH_DOCUMENTATION,
    };
  });
  return [...computed, ...groupedFindings(views.map((name) => viewFinding(name, reason(name))))];
}

/** Streaming tables whose code changed while their existing rows stay unchanged. */
export function oldRowsFindings(
  change: PlatformChange,
  graph: DatasetGraph,
  effects: ReadonlyMap<string, DatasetEffects>,
  refreshed: ReadonlySet<string>,
): FindingDraft[] {
  return [...effects].flatMap(([name, { oldRowsStay, unknown }]): FindingDraft[] => {
    if (oldRowsStay.length === 0 || unknown.length > 0 || refreshed.has(name)) return [];
    const dataset = graph.dataset(name) as ManifestDataset;
    const kept = isProtected(dataset);
    const ofKafka = dataset.kind === 'kafka_stream';
    const columns = oldRowsStay.filter((why) => /^column /.test(why));
    const isOnlyColumns = columns.length === oldRowsStay.length;
    return [
      {
        kind: 'old-rows-stay',
        dataset: name,
        what: (names) =>
          isOnlyColumns
            ? `New columns of ${names} are NULL in existing rows; only new rows get values.`
            : `Existing rows of ${names} stay unchanged: the change applies only to new rows${columns.length > 0 ? ', and new columns are NULL in existing rows' : ''}.`,
        why: `${[...new Set(oldRowsStay)].join('; ')}.`,
        ...(isOnlyColumns
          ? {}
          : { otherwise: 'Old and new rows of the same table then have different meanings.' }),
        todo: {
          sentence: kept
            ? 'Existing rows cannot be recomputed: `pipelines.reset.allowed` = false forbids a full refresh.'
            : `To recompute existing rows, fully refresh the table and everything downstream${ofKafka ? ': rows that Kafka no longer holds are lost' : ''}.`,
        },
        documentation: REFRESH_DOCUMENTATION,
        sameAs: `${kept} ${ofKafka} ${isOnlyColumns} ${columns.length > 0}`,
        ...(kept ? {} : { commandsFor: (names) => refreshOf(change, graph, names) }),
      },
    ];
  });
}

/** Streaming tables with code changes of unknown effect. */
export function unreadCodeFindings(
  change: PlatformChange,
  graph: DatasetGraph,
  effects: ReadonlyMap<string, DatasetEffects>,
  refreshed: ReadonlySet<string>,
): FindingDraft[] {
  return [...effects].flatMap(([name, { unknown }]): FindingDraft[] => {
    const dataset = graph.dataset(name) as ManifestDataset;
    if (unknown.length === 0 || refreshed.has(name) || !isStreamingTable(dataset)) return [];
    return [
      {
        kind: 'unknown-change',
        dataset: name,
        what: (names, several) =>
          `The review cannot tell whether ${names} can continue from ${several ? 'their checkpoints' : 'its checkpoint'}.`,
        why: `${[...new Set(unknown)].join('; ')}.`,
        otherwise:
          'If grouping keys, aggregates, joins, deduplication or input streams changed, the next update fails or continues with incompatible state.',
        todo: {
          sentence: isProtected(dataset)
            ? 'Review the code change. In one of these cases do not deploy it: `pipelines.reset.allowed` = false forbids a full refresh.'
            : 'Review the code change. In one of these cases fully refresh the table and everything downstream after the deployment.',
        },
        sameAs: `unread code ${isProtected(dataset)}`,
        ...(isProtected(dataset) ? {} : { commandsFor: (names) => refreshOf(change, graph, names) }),
      },
    ];
  });
}

function viewFinding(name: string, why: string): FindingDraft {
  return {
    kind: 'recomputed',
    dataset: name,
    what: (names, several) =>
      `${names} ${several ? 'return' : 'returns'} different rows from the next update on; ${several ? 'they store no rows' : 'it stores no rows'}.`,
    why: `${why}.`,
    sameAs: 'view',
  };
}
