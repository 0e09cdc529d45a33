import type { Manifest } from '../artefacts/artefacts';
import type { UpdateReport } from '../local/runtime-process';
import type { Progress } from '../terminal/progress';
import { renderResultTable, type TableUpdate } from './result-table';

/** Shows what came of updates: the table, unless nothing was computed, and why an update failed. */
export function showUpdates(manifest: Manifest, updates: readonly TableUpdate[], progress: Progress): void {
  const flows = updates.flatMap(({ report }) => [...report.flows.values()]);
  if (flows.some(({ status }) => status === 'COMPLETED' || status === 'SKIPPED')) {
    process.stdout.write(`\n${renderResultTable(manifest.datasets, updates)}\n`);
  }
  for (const { report } of updates) {
    if (report.finished.status === 'FAILED') showProblems(report, progress);
  }
}

/** Shows why an update failed, in the runtime's words. */
function showProblems({ finished }: UpdateReport, progress: Progress): void {
  const problems = finished.problems ?? [];
  if (problems.length === 0) progress.line('The update failed; the runtime gave no reason.');
  for (const { dataset, message } of problems) {
    const text = dataset === undefined || message.includes(dataset) ? message : `${dataset}: ${message}`;
    progress.line(`${progress.paint('red', '✗')} ${text}`);
  }
}
