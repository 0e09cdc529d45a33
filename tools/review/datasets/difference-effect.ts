import { isStored, isStreamingTable } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { DatasetChange } from './dataset-change';
import type { Difference } from './dataset-difference';
import { propertyEffect } from './table-properties';

/**
 * Effect of a difference on rows: none (`safe`), a full refresh of the table, an automatic recompute, existing rows stay
 * unchanged, or unknown. Differences `reported elsewhere` have their own findings.
 */
export type Effect =
  | 'safe'
  | 'full refresh'
  | 'recompute'
  | 'old rows stay'
  | 'unknown'
  | 'reported elsewhere';

/** AUTO CDC settings that determine the identity and the order of changes. */
const IDENTITY_OF_CHANGES = ['keys', 'sequenceBy', 'scdType'];

/**
 * The effect of a difference on the rows of its dataset.
 *
 * @param renamedViews new names of temporary views by their old names: reading one under its new name is no change
 * @see https://docs.databricks.com/aws/en/ldp/full-refresh-st
 */
export function effectOf(
  difference: Difference,
  { before, after, code }: DatasetChange,
  renamedViews: ReadonlyMap<string, string>,
): Effect {
  if (!before || !after) return 'reported elsewhere';
  const { aspect, item = '' } = difference;
  switch (aspect) {
    case 'comment':
    case 'column comment':
    case 'column order':
    case 'parameter':
    case 'file':
    case 'layer':
    case 'clustering':
      return 'safe';
    case 'pipeline':
      return 'reported elsewhere';
    case 'declaration':
      return 'unknown';
    case 'kind':
      return isStreamingTable(before) && isStreamingTable(after) ? 'full refresh' : 'reported elsewhere';
    case 'personal data':
      return difference.after === undefined ? 'reported elsewhere' : 'safe';
    case 'quarantine':
      return item === 'of' ? 'unknown' : 'reported elsewhere';
    case 'table property':
      return propertyEffect(item, difference.before, difference.after) === 'harmless'
        ? 'safe'
        : 'reported elsewhere';
    case 'partitioning':
      return isStreamingTable(after) ? 'full refresh' : isStored(after) ? 'recompute' : 'unknown';
    case 'input':
    case 'input mode':
      // A change of a published view is reported with its query.
      if (after.kind === 'published_view') return code.kind === 'none' ? 'safe' : 'reported elsewhere';
      return isRenamedView(difference, before, after, renamedViews) ? 'safe' : inputEffect(difference, after);
    case 'topic':
    case 'deduplication':
    // Checkpoints are identified by the flow name.
    case 'flow name':
      return isStreamingTable(after) || after.kind === 'temporary_view' ? 'full refresh' : 'unknown';
    case 'change data capture':
      return IDENTITY_OF_CHANGES.includes(item) ? 'full refresh' : 'old rows stay';
    case 'column':
    case 'column name':
    case 'column type':
      return columnEffect(difference, after);
    default:
      return 'reported elsewhere';
  }
}

function inputEffect({ before, after }: Difference, dataset: ManifestDataset): Effect {
  if (dataset.kind === 'materialized_view') return 'recompute';
  return before === 'stream' || after === 'stream' ? 'full refresh' : 'old rows stay';
}

/** Whether an input has only been renamed. */
function isRenamedView(
  { aspect, item = '', before, after }: Difference,
  was: ManifestDataset,
  is: ManifestDataset,
  renamedViews: ReadonlyMap<string, string>,
): boolean {
  if (aspect !== 'input') return false;
  if (after === undefined) {
    const name = renamedViews.get(item);
    return is.inputs.some(({ dataset, read }) => dataset === name && read === before);
  }
  return was.inputs.some(({ dataset, read }) => renamedViews.get(dataset) === item && read === after);
}

function columnEffect({ aspect, item, before, after, degree }: Difference, dataset: ManifestDataset): Effect {
  if (dataset.kind === 'temporary_view') return 'safe';
  const isNew = before === undefined;
  if (dataset.kind === 'published_view')
    return isNew || degree === 'extended' ? 'safe' : 'reported elsewhere';
  // Column names are case-insensitive.
  if (aspect === 'column name' && item?.toLowerCase() === after?.toLowerCase()) return 'safe';
  if (!isStreamingTable(dataset)) return 'recompute';
  if (aspect === 'column' && isNew) return 'old rows stay';
  if (aspect === 'column type') {
    if (degree === 'extended') return 'old rows stay';
    return degree === 'wider' && isWidened(dataset, before, after) ? 'safe' : 'full refresh';
  }
  return 'full refresh';
}

/**
 * Whether Delta widens a column automatically when the pipeline writes the wider type: never from integers to decimals
 * or floating point.
 *
 * @see https://docs.databricks.com/aws/en/tables/features/type-widening
 */
function isWidened({ tableProperties = {} }: ManifestDataset, before = '', after = ''): boolean {
  const others = (type: string) => type.match(/\b(DECIMAL|NUMERIC|DEC|DOUBLE)\b/gi)?.length ?? 0;
  const isToOther =
    others(after) > others(before) &&
    /\b(TINYINT|BYTE|SMALLINT|SHORT|INT|INTEGER|BIGINT|LONG)\b/i.test(before);
  return tableProperties['delta.enableTypeWidening'] === 'true' && !isToOther;
}
