import { KIND_NAMES } from '../artefacts/dataset-kind';
import type { DatasetChange } from './datasets/dataset-change';
import { describeDifference } from './datasets/dataset-difference';

/** Whether a dataset is added, removed, renamed or changed. */
export type Fate = 'added' | 'removed' | 'renamed' | 'changed';

export function fateOf({ before, after, renamedBy }: DatasetChange): Fate {
  if (!before) return 'added';
  if (!after) return 'removed';
  return renamedBy === undefined ? 'changed' : 'renamed';
}

/** Kind and layer of a dataset: `streaming table of silver`. */
export function describeDataset({ before, after }: DatasetChange): string {
  const dataset = after ?? before;
  return dataset ? `${KIND_NAMES[dataset.kind]} of ${dataset.layer}` : '';
}

/** The differences of a dataset, one line each. */
export function linesOfDifferences({ before, after, renamedBy, differences }: DatasetChange): string[] {
  return [
    ...(renamedBy === undefined ? [] : [`was ${before?.name}: ${renamedBy}`]),
    ...(before && after ? differences.map(describeDifference) : [(after ?? before)?.comment ?? '']),
  ].filter((line) => line !== '');
}
