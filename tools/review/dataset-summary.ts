import { KIND_NAMES } from '../artefacts/dataset-kind';
import type { DatasetChange } from './datasets/dataset-change';
import { describeDifference } from './datasets/dataset-difference';

/** What happens to a dataset as a whole. */
export type Fate = 'added' | 'removed' | 'renamed' | 'changed';

export function fateOf({ before, after, renamedBy }: DatasetChange): Fate {
  if (!before) return 'added';
  if (!after) return 'removed';
  return renamedBy === undefined ? 'changed' : 'renamed';
}

/** What a dataset is, and where: `streaming table of silver`. */
export function describeDataset({ before, after }: DatasetChange): string {
  const dataset = after ?? before;
  return dataset ? `${KIND_NAMES[dataset.kind]} of ${dataset.layer}` : '';
}

/** What is different about it, a line each. */
export function linesOfDifferences({ before, after, renamedBy, differences }: DatasetChange): string[] {
  return [
    ...(renamedBy === undefined ? [] : [`was ${before?.name}: ${renamedBy}`]),
    ...(before && after ? differences.map(describeDifference) : [(after ?? before)?.comment ?? '']),
  ].filter((line) => line !== '');
}
