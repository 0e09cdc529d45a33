import type { Manifest, ManifestDataset } from '../../artefacts/manifest';
import type { PlatformChange } from '../pipeline-change';
import { type CodeDifference, type ComparedNotebooks, codeDifference } from './code-difference';
import { columnDifferences } from './column-differences';
import { declarationDifferences } from './dataset-declaration';
import type { Difference } from './dataset-difference';
import { type DatasetPair, datasetPairs } from './dataset-pairs';
import { type SourceChange, sourceChange } from './dataset-source';
import { notebookFunctions } from './notebook-functions';
import { ruleDifferences } from './rule-differences';
import { settingDifferences } from './setting-differences';

export type { SourceChange } from './dataset-source';

/** The change of one dataset. */
export interface DatasetChange extends DatasetPair {
  /** Name of the dataset; the new name if it is renamed. */
  readonly name: string;

  /** Differences in columns, rules and settings; empty for an added or removed dataset. */
  readonly differences: readonly Difference[];

  /** Effect of the code change. */
  readonly code: CodeDifference;

  /**
   * The author's code before and after.
   * @default - the code is unchanged
   */
  readonly source?: SourceChange;
}

/**
 * Every dataset that a deployment adds, removes, renames, moves or changes, in the order in which data flows. Undefined if an
 * expected manifest is missing.
 */
export function datasetChanges({ before, after }: PlatformChange): DatasetChange[] {
  if (!before && after?.manifest)
    return after.manifest.datasets.map((dataset) => oneSided({ after: dataset }));
  if (!after && before?.manifest)
    return before.manifest.datasets.map((dataset) => oneSided({ before: dataset }));
  if (!before?.manifest || !after?.manifest) return [];
  const pairs = datasetPairs(before.manifest, after.manifest);
  const compared: ComparedNotebooks = {
    ...notebookFunctions(before.notebooks, after.notebooks),
    renamed: renamedDatasets(pairs),
  };
  const unchanged = unchangedNotebooks(before.notebooks, after.notebooks);
  const untouched = untouchedDatasets(before.manifest);
  return pairs.flatMap((pair): DatasetChange[] => {
    if (!pair.before || !pair.after) return [oneSided(pair)];
    const isSame =
      untouched.get(pair.after.name) === JSON.stringify(pair.after) && unchanged.has(pair.after.notebook);
    if (isSame) return [];
    const change = changeOf(compared, pair, pair.before, pair.after);
    const isChanged =
      pair.renamedBy !== undefined ||
      change.differences.length > 0 ||
      change.code.kind !== 'none' ||
      change.source;
    return isChanged ? [change] : [];
  });
}

function changeOf(
  compared: ComparedNotebooks,
  pair: DatasetPair,
  before: ManifestDataset,
  after: ManifestDataset,
): DatasetChange {
  const declared = [
    ...settingDifferences(before, after),
    ...columnDifferences(before.columns, after.columns),
    ...ruleDifferences(before.expectations, after.expectations),
  ];
  const code = codeDifference(compared, before, after);
  const isComputedOtherwise = code.kind !== 'none' && !(code.kind === 'rows' && code.isByRules);
  const source = sourceChange(compared, before, after, isComputedOtherwise);
  return {
    ...pair,
    name: after.name,
    differences: [...declared, ...declarationDifferences(compared, before, after, declared)],
    code,
    ...(source ? { source } : {}),
  };
}

function oneSided(pair: DatasetPair): DatasetChange {
  const { name } = (pair.after ?? pair.before) as ManifestDataset;
  return { ...pair, name, differences: [], code: { kind: 'none' } };
}

function renamedDatasets(pairs: readonly DatasetPair[]): Map<string, string> {
  const renamed = pairs.flatMap(({ before, after, renamedBy }): (readonly [string, string])[] =>
    before && after && renamedBy !== undefined ? [[before.name, after.name]] : [],
  );
  return new Map(renamed);
}

/** Notebooks that are equal on both sides: their code need not be analysed. */
function unchangedNotebooks(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Set<string> {
  return new Set([...after].filter(([file, text]) => before.get(file) === text).map(([file]) => file));
}

/** Each dataset serialized, by name. */
function untouchedDatasets({ datasets }: Manifest): Map<string, string> {
  return new Map(datasets.map((dataset) => [dataset.name, JSON.stringify(dataset)]));
}
