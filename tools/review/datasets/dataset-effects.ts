import { isStored, isStreamingTable } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { DatasetChange } from './dataset-change';
import { type Difference, describeDifference } from './dataset-difference';
import type { DatasetGraph } from './dataset-graph';
import { type Effect, effectOf } from './difference-effect';
import { type OperatorChange, operatorChangeText } from './operator-changes';

/** Reasons by effect on the rows of a dataset. */
export interface DatasetEffects {
  readonly fullRefresh: string[];
  readonly recompute: string[];
  readonly oldRowsStay: string[];
  readonly unknown: string[];
}

/** The effects on the rows of each table and published view with their reasons, by name. */
export function datasetEffects(
  changes: readonly DatasetChange[],
  graph: DatasetGraph,
): Map<string, DatasetEffects> {
  const effects = new Map<string, DatasetEffects>();
  const renamedViews = renamesOfViews(changes);
  const byName = new Map(changes.map((change) => [change.name, change]));
  const of = (name: string): DatasetEffects => {
    const known = effects.get(name) ?? { fullRefresh: [], recompute: [], oldRowsStay: [], unknown: [] };
    effects.set(name, known);
    return known;
  };
  for (const change of changes) {
    const { before, after, name } = change;
    if (!before || !after || isOfAnotherKind(before, after)) continue;
    const differences = change.differences
      .map((difference) => [difference, effectOf(difference, change, renamedViews)] as const)
      // An unknown setting has its own finding.
      .filter(([, effect]) => effect !== 'unknown');
    const reasons = inWords(differences);
    const code = codeEffects(change, byName);
    // A new table has no rows that could be affected.
    if (change.renamedBy !== undefined && isStored(after)) continue;
    if (after.kind !== 'temporary_view') {
      add(of(name), after, [...reasons, ...code]);
    }
    if (isStored(after)) continue;
    const causes = [...inWords(differences.filter(([{ aspect }]) => IN_THE_FLOW.includes(aspect))), ...code];
    for (const { table, read } of graph.tablesThrough(name)) {
      const reader = graph.dataset(table) as ManifestDataset;
      const isBatch = read === 'batch';
      add(
        of(table),
        reader,
        causes.map(([why, effect]) => [
          `its input \`${name}\` changed: ${why}`,
          isBatch && effect === 'full refresh' ? 'old rows stay' : effect,
        ]),
      );
    }
  }
  return effects;
}

/** Aspects of a view that become part of the flows that read it. */
const IN_THE_FLOW: readonly Difference['aspect'][] = ['input', 'input mode', 'deduplication'];

/** Whether Databricks treats the dataset as a different object. */
export function isOfAnotherKind(before: ManifestDataset, after: ManifestDataset): boolean {
  return before.kind !== after.kind && !(isStreamingTable(before) && isStreamingTable(after));
}

type Cause = readonly [why: string, effect: Effect];

function codeEffects(
  { code, after, differences }: DatasetChange,
  all: ReadonlyMap<string, DatasetChange>,
): Cause[] {
  switch (code.kind) {
    case 'none':
      return [];
    case 'operators':
      return code.operators
        .filter((operator) => !isToldBySetting(operator, differences))
        .map((operator): Cause => [operatorChangeText(operator), 'full refresh']);
    case 'unknown':
      return [[`its code changed and ${code.why}`, 'unknown']];
    default: {
      const table = all.get(after?.quarantineOf ?? '');
      const hasOtherRules = table?.differences.some(({ aspect }) => aspect.startsWith('rule'));
      // Reported with the rule.
      if (code.isByRules && hasOtherRules && table?.code.kind === 'none') return [];
      return [['its code computes rows differently', 'old rows stay']];
    }
  }
}

/** Differences as text, with a replaced source as one sentence. */
function inWords(differences: readonly (readonly [Difference, Effect])[]): Cause[] {
  const inputs = differences.filter(([{ aspect }, effect]) => aspect === 'input' && effect !== 'safe');
  const gone = inputs.filter(([{ after }]) => after === undefined);
  const added = inputs.filter(([{ before }]) => before === undefined);
  const [[was, effect] = [], [is] = []] = [gone[0], added[0]];
  const isReplaced =
    was && is && effect && gone.length === 1 && added.length === 1 && was.before === is.after;
  const others = isReplaced
    ? differences.filter(([difference]) => difference !== was && difference !== is)
    : differences;
  return [
    ...(isReplaced ? [[`reads \`${is.item}\` instead of \`${was.item}\``, effect] as const] : []),
    ...others.map(([difference, one]): Cause => [describeDifference(difference), one]),
  ];
}

/** Whether a manifest difference already covers the change of an operator. */
function isToldBySetting({ kind }: OperatorChange, differences: readonly Difference[]): boolean {
  const aspects = differences.map(({ aspect }) => aspect);
  if (kind === 'source') return aspects.some((aspect) => /^(input|input mode|topic)$/.test(aspect));
  return (kind === 'deduplication' || kind === 'watermark') && aspects.includes('deduplication');
}

/** Adds causes by their effect on this kind of dataset: materialized views are recomputed whatever changed. */
function add(effects: DatasetEffects, dataset: ManifestDataset, causes: readonly Cause[]): void {
  for (const [why, effect] of causes) {
    if (effect === 'safe' || effect === 'reported elsewhere') continue;
    if (!isStreamingTable(dataset)) effects.recompute.push(why);
    else if (effect === 'full refresh') effects.fullRefresh.push(why);
    else if (effect === 'old rows stay') effects.oldRowsStay.push(why);
    else effects.unknown.push(why);
  }
}

/** New names of renamed temporary views by their old names: renaming them affects no stored rows. */
export function renamesOfViews(changes: readonly DatasetChange[]): Map<string, string> {
  const views = changes.filter(
    ({ renamedBy, after }) => renamedBy !== undefined && after?.kind === 'temporary_view',
  );
  return new Map(views.map(({ before, name }) => [before?.name ?? name, name]));
}
