import type { ManifestDataset } from '../../artefacts/manifest';
import { about, type Finding } from '../finding';
import type { PlatformChange } from '../pipeline-change';
import { namesText } from '../sentences';
import type { DatasetEffects } from './dataset-effects';
import { type DatasetGraph, type DatasetGroup, isProtected } from './dataset-graph';
import { reasonsText } from './finding-draft';
import { copyCommand, fullRefreshCommands } from './pipeline-commands';

/** Kafka retention in hours as declared by the environment; negative if unlimited. */
export interface Retention {
  readonly before?: number;
  readonly after?: number;
}

/**
 * Streaming tables that cannot continue from their checkpoints, with everything downstream. Tables that depend on each
 * other are one finding because they must be refreshed in one update.
 *
 * @see https://docs.databricks.com/aws/en/ldp/full-refresh-st
 */
export function fullRefreshFindings(
  change: PlatformChange,
  graph: DatasetGraph,
  effects: ReadonlyMap<string, DatasetEffects>,
  retention: Retention,
): Finding[] {
  const roots = rootsOf(effects);
  return graph
    .groups(roots, (name) => reasonOf(name, effects))
    .flatMap((group) => [
      ...historyFindings(
        change,
        group.roots.map((name) => graph.dataset(name) as ManifestDataset),
        retention,
      ),
      findingOf(change, graph, group, effects),
    ]);
}

/** Every table affected by a full refresh, including the roots. */
export function fullyRefreshed(
  graph: DatasetGraph,
  effects: ReadonlyMap<string, DatasetEffects>,
): Set<string> {
  return new Set(graph.groups(rootsOf(effects)).flatMap(({ roots, behind }) => [...roots, ...behind]));
}

/** Commands that fully refresh tables and everything downstream, except protected tables. */
export function refreshOf(change: PlatformChange, graph: DatasetGraph, names: readonly string[]): string[] {
  const all = graph.groups(names).flatMap(({ roots, behind }) => [...roots, ...behind]);
  const allowed = all.filter((name) => !isProtected(graph.dataset(name) as ManifestDataset));
  return allowed.length > 0 ? fullRefreshCommands(change, allowed) : [];
}

function rootsOf(effects: ReadonlyMap<string, DatasetEffects>): string[] {
  return [...effects].filter(([, { fullRefresh }]) => fullRefresh.length > 0).map(([name]) => name);
}

function findingOf(
  change: PlatformChange,
  graph: DatasetGraph,
  { roots, behind }: DatasetGroup,
  effects: ReadonlyMap<string, DatasetEffects>,
): Finding {
  const kept = roots.filter((name) => isProtected(graph.dataset(name) as ManifestDataset));
  const common = {
    kind: 'full-refresh-needed' as const,
    ...about(roots, behind),
    why: reasonsText(roots, (name) => reasonOf(name, effects)),
  };
  const downstream =
    behind.length === 0
      ? ''
      : `, and so ${behind.length > 1 ? 'do' : 'does'} the ${tables(behind.length)} downstream`;
  const needs = `${namesText(roots, 2)} ${roots.length > 1 ? 'need' : 'needs'} a full refresh${downstream}`;
  if (kept.length > 0) {
    const rest = roots.length + behind.length - kept.length;
    return {
      ...common,
      what: `${needs}, but \`pipelines.reset.allowed\` = false forbids it for ${namesText(kept, 2)}.`,
      otherwise: 'The next update fails, or continues from a checkpoint that does not match the new code.',
      todo: {
        sentence: `Do not deploy this. Declare the new version as a separate table next to ${namesText(kept, 2)}${rest > 0 ? ', which keeps its rows, and let the tables downstream read both' : ''}.`,
      },
    };
  }
  return {
    ...common,
    what: `${needs}.`,
    otherwise:
      'The next update fails, or continues from a checkpoint that does not match the new code: old and new rows are then inconsistent.',
    todo: {
      sentence: `After the deployment, fully refresh ${roots.length + behind.length > 1 ? 'all of them in one update' : 'it'}: all rows are deleted and recomputed from the data still in the sources.`,
      commands: refreshOf(change, graph, roots),
    },
  };
}

function reasonOf(name: string, effects: ReadonlyMap<string, DatasetEffects>): string {
  return [...new Set(effects.get(name)?.fullRefresh)].join('; ');
}

/** Tables that read Kafka directly: a full refresh restores only messages still in Kafka. */
function historyFindings(
  change: PlatformChange,
  roots: readonly ManifestDataset[],
  { after }: Retention,
): Finding[] {
  if (after !== undefined && after < 0) return [];
  const ofKafka = roots.filter(({ kind }) => kind === 'kafka_stream');
  return [true, false].flatMap((kept) => {
    const lost = ofKafka.filter((dataset) => isProtected(dataset) === kept);
    return lost.length > 0 ? [historyFinding(change, lost, after, kept)] : [];
  });
}

function historyFinding(
  change: PlatformChange,
  lost: readonly ManifestDataset[],
  retention: number | undefined,
  isForbidden: boolean,
): Finding {
  const names = lost.map(({ name }) => name);
  const several = names.length > 1;
  const topics = lost.map(({ topic = '' }) => topic);
  return {
    kind: 'history-lost',
    ...about(names),
    what: isForbidden
      ? `${namesText(names, 2)} can only continue with a full refresh, which \`pipelines.reset.allowed\` = false still forbids: it would lose every row that Kafka no longer holds.`
      : `${namesText(names, 2)} ${several ? 'lose' : 'loses'} every row that Kafka no longer holds: a full refresh deletes all rows and reads ${several ? 'the topics' : 'the topic'} from the start.`,
    why:
      retention === undefined
        ? `Reads ${namesText(topics, 2)}. The environment does not declare the Kafka retention.`
        : `Reads ${namesText(topics, 2)}, and Kafka keeps messages for ${duration(retention)}.`,
    otherwise: 'Older rows cannot be restored once the full refresh has begun.',
    todo: {
      sentence: 'Copy the rows before the full refresh if they are needed.',
      commands: names.map((name) => copyCommand(change, name)),
    },
  };
}

/** A number of hours as text, in days if they are whole. */
export function duration(hours: number): string {
  return hours % 24 === 0 && hours > 0
    ? `${hours / 24} day${hours === 24 ? '' : 's'}`
    : `${hours} hour${hours === 1 ? '' : 's'}`;
}

export function tables(count: number): string {
  return count === 1 ? 'table' : `${count} tables`;
}
