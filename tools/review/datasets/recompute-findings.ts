import { isStored, isStreamingTable } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import { about, type Finding } from '../finding';
import type { PipelineChange } from '../pipeline-change';
import { namesText } from '../sentences';
import type { DatasetEffects } from './dataset-effects';
import { type DatasetGraph, isProtected } from './dataset-graph';
import { type FindingDraft, groupedFindings, reasonsText } from './finding-draft';
import { refreshOf, tables } from './full-refresh-findings';

const REFRESH_DOCUMENTATION = 'https://docs.databricks.com/aws/en/ldp/concepts/refresh';

/**
 * Materialized views that the next update recomputes, with everything downstream, and published views that answer
 * with other rows.
 *
 * @param refreshed tables that a full refresh reaches anyway
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
      otherwise: 'The next update takes longer and costs more than the ones before.',
      documentation: REFRESH_DOCUMENTATION,
    };
  });
  return [...computed, ...groupedFindings(views.map((name) => viewFinding(name, reason(name))))];
}

/** Streaming tables whose code changed, but whose rows stay as they are. */
export function oldRowsFindings(
  change: PipelineChange,
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
            ? `Old rows of ${names} have NULL in new columns; only new rows get a value.`
            : `Existing rows of ${names} stay as they are: the change applies only to new rows${columns.length > 0 ? ', and new columns are NULL in the old ones' : ''}.`,
        why: `${[...new Set(oldRowsStay)].join('; ')}.`,
        ...(isOnlyColumns ? {} : { otherwise: 'Old and new rows of one table then mean different things.' }),
        todo: {
          sentence: kept
            ? 'Old rows cannot be computed again: `pipelines.reset.allowed` = false forbids a full refresh.'
            : `If old rows must be computed again too, fully refresh the table and everything downstream${ofKafka ? ': rows that Kafka no longer holds are then lost' : ''}.`,
        },
        documentation: REFRESH_DOCUMENTATION,
        sameAs: `${kept} ${ofKafka} ${isOnlyColumns} ${columns.length > 0}`,
        ...(kept ? {} : { commandsFor: (names) => refreshOf(change, graph, names) }),
      },
    ];
  });
}

/** Streaming tables of whose code it is not known what it changes. */
export function unreadCodeFindings(
  change: PipelineChange,
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
          'If grouping keys, aggregates, joins, deduplication or the streams it reads changed, the next update fails, or continues with state that does not fit.',
        todo: {
          sentence: isProtected(dataset)
            ? 'Read the change. If it is one of these, do not deploy it: `pipelines.reset.allowed` = false forbids a full refresh.'
            : 'Read the change. If it is one of these, fully refresh the table and everything downstream after the deployment.',
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
      `${names} ${several ? 'return' : 'returns'} different rows from the next update on; ${several ? 'they hold none themselves' : 'it holds none itself'}.`,
    why: `${why}.`,
    sameAs: 'view',
  };
}
