import type { Manifest, ManifestDataset } from '../artefacts/manifest';
import type { RecordedCheck } from '../checks/check-record';
import type { ColumnLineage } from '../lineage/column-lineage';
import type { RunRecord } from '../local/run-record';
import type { QuarantineContent, RowSamples, TableSize, TablesContent } from './tables-content';
import { type FlowRecord, type UpdateRecord, updateHistory } from './update-history';

/** The content of the report of a local run. */
export interface RunReport {
  readonly platform: string;
  readonly manifest: Manifest;
  /** Time of collection, ISO 8601, UTC. */
  readonly collected: string;
  /** Oldest first; the tables are in the state after the last one. */
  readonly updates: readonly UpdateRecord[];
  /** In manifest order. */
  readonly datasets: readonly DatasetReport[];
  readonly chartRows: TablesContent['chartRows'];
  readonly columnLineage: Pick<ColumnLineage, 'nodes' | 'edges'>;
  /** Latest results of the data-quality checks; empty if they have not run. */
  readonly checks: readonly RecordedCheck[];
  /** Options and source of the last run. */
  readonly run?: RunRecord;
}

/** One dataset with its content and its updates. */
export interface DatasetReport {
  readonly dataset: ManifestDataset;
  /** Undefined for a view, and for a table that has not been created yet. */
  readonly table?: TableSize;
  /** Code in the notebook; undefined if the notebook does not define the dataset. */
  readonly code?: string;
  /** One entry per update, in the same order; undefined if the update did not reach this dataset. */
  readonly flows: readonly (FlowRecord | undefined)[];
  /** Undefined without a table, and for a quarantine. */
  readonly samples?: RowSamples;
  /** For a quarantine: its rows by failed rules. */
  readonly quarantine?: QuarantineContent;
  /** Rows dropped by rules, over all updates in the report. */
  readonly rowsDropped: number;
}

/** The inputs of a report. */
export interface ReportSources extends Pick<RunReport, 'manifest' | 'columnLineage' | 'checks' | 'run'> {
  readonly content: TablesContent;
  /** Code of each dataset, by name. */
  readonly code: ReadonlyMap<string, string>;
}

/** Assembles the report of a run. */
export function runReport({ content, code, ...sources }: ReportSources, collected: Date): RunReport {
  const { manifest } = sources;
  const updates = updateHistory(content.events, content.earlierUpdates);
  return {
    ...sources,
    platform: manifest.platform,
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
    chartRows: content.chartRows,
  };
}
