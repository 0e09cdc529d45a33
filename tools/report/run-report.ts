import type { Manifest, ManifestDataset } from '../artefacts/manifest';
import type { QuarantineContent, TableSize, TablesContent } from './tables-content';
import { type FlowRecord, type UpdateRecord, updateHistory } from './update-history';

/** Everything that the report of a local run shows. */
export interface RunReport {
  readonly pipeline: string;
  readonly manifest: Manifest;
  /** When it was collected, ISO 8601, UTC. */
  readonly collected: string;
  /** Oldest first; the last one is what the tables show. */
  readonly updates: readonly UpdateRecord[];
  /** In the order of the manifest. */
  readonly datasets: readonly DatasetReport[];
  readonly figures: TablesContent['figures'];
}

/** One dataset: what it is, what it holds now, and what the updates did to it. */
export interface DatasetReport {
  readonly dataset: ManifestDataset;
  /** Nothing for a view, and for a table that no update has made yet. */
  readonly table?: TableSize;
  /** As it is written in the notebook; nothing if the notebook does not have it. */
  readonly code?: string;
  /** What each update did, in their order; nothing where it did not come to this dataset. */
  readonly flows: readonly (FlowRecord | undefined)[];
  /** For a quarantine: why rows are in it. */
  readonly quarantine?: QuarantineContent;
  /** Rows that a rule dropped, over all updates that are shown. */
  readonly rowsDropped: number;
}

/**
 * Puts together what is known of a run.
 *
 * @param code of each dataset, by name
 */
export function runReport(
  manifest: Manifest,
  content: TablesContent,
  code: ReadonlyMap<string, string>,
  collected: Date,
): RunReport {
  const updates = updateHistory(content.events, content.earlierUpdates);
  return {
    pipeline: manifest.pipeline,
    manifest,
    collected: collected.toISOString(),
    updates,
    datasets: manifest.datasets.map((dataset) => {
      const { name } = dataset;
      const flows = updates.map((update) => update.flows.get(name));
      return {
        dataset,
        table: content.tables[name],
        code: code.get(name),
        flows,
        quarantine: content.quarantines[name],
        rowsDropped: flows.reduce((sum, flow) => sum + (flow?.rowsDropped ?? 0), 0),
      };
    }),
    figures: content.figures,
  };
}
