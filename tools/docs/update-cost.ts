import type { ManifestDataset } from '../artefacts/manifest';
import { code, linkTo } from './markdown';

const ROW_TRACKING = 'delta.enableRowTracking';

/** The data an update reads for a dataset, as Markdown. */
export function updateCost(
  { kind, topic, inputs }: ManifestDataset,
  datasets: readonly ManifestDataset[],
): string {
  const sources = inputs.map(({ dataset }) => linkTo(dataset)).join(', ');
  switch (kind) {
    case 'kafka_stream':
      return `new messages of ${code(topic ?? '')}`;
    case 'streaming_table':
    case 'auto_cdc_table':
      return `new rows of ${sources}`;
    case 'temporary_view':
    case 'published_view':
      return `nothing; queries read ${sources}`;
    case 'materialized_view': {
      const untracked = inputs
        .map(({ dataset }) => dataset)
        .filter((name) => !tracksRows(datasets.find((dataset) => dataset.name === name)));
      return untracked.length === 0
        ? `all rows of ${sources}, or only changed rows if [refreshed incrementally](tables.md#update-cost)`
        : `all rows of ${sources}; ${untracked.map(code).join(', ')} cannot be read incrementally`;
    }
  }
}

/** Inputs that prevent incremental refresh: Databricks requires tables with row tracking. */
function tracksRows(dataset: ManifestDataset | undefined): boolean {
  return dataset?.tableProperties?.[ROW_TRACKING] === 'true';
}
