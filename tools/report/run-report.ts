import type { Manifest, ManifestDataset } from '../artefacts/manifest';
import type { RecordedCheck } from '../checks/check-record';
import type { ColumnLineage } from '../lineage/column-lineage';
import type { RunRecord } from '../local/run-record';
import type { QuarantineContent, RowSamples, TableSize, TablesContent } from './tables-content';
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
  readonly columnLineage: Pick<ColumnLineage, 'nodes' | 'edges'>;
  /** Last results of the data-quality checks; none if they have not run. */
  readonly checks: readonly RecordedCheck[];
  /** What the last run was started with. */
  readonly run?: RunRecord;
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
  /** Nothing where there is no table, and for a quarantine. */
  readonly samples?: RowSamples;
  /** For a quarantine: why rows are in it. */
  readonly quarantine?: QuarantineContent;
  /** Rows that a rule dropped, over all updates that are shown. */
  readonly rowsDropped: number;
}

/** What a report is made from. */
export interface ReportSources extends Pick<RunReport, 'manifest' | 'columnLineage' | 'checks' | 'run'> {
  readonly content: TablesContent;
  /** Of each dataset, by name. */
  readonly code: ReadonlyMap<string, string>;
}

/** Puts together what is known of a run. */
export function runReport({ content, code, ...sources }: ReportSources, collected: Date): RunReport {
  const { manifest } = sources;
  const updates = updateHistory(content.events, content.earlierUpdates);
  return {
    ...sources,
    pipeline: manifest.pipeline,
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
        samples: content.samples[name],
        quarantine: content.quarantines[name],
        rowsDropped: flows.reduce((sum, flow) => sum + (flow?.rowsDropped ?? 0), 0),
      };
    }),
    figures: content.figures,
  };
}
