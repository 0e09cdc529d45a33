import path from 'node:path';
import type { Manifest } from '../artefacts/manifest';
import type { UpdateReport } from '../local/runtime-process';
import type { Progress } from '../terminal/progress';
import type { Output } from './command';
import { renderResultTable, type TableUpdate } from './result-table';

/** Outputs for results. */
export interface ResultStreams {
  readonly progress: Progress;
  readonly output: Output;
}

/** File and line at the start of a message. */
const PLACE = /^\S+:\d+: /;

/** Shows the results of updates: the table, unless nothing was computed, and the reasons of a failure. */
export function showUpdates(
  manifest: Manifest,
  updates: readonly TableUpdate[],
  { progress, output }: ResultStreams,
): void {
  const flows = updates.flatMap(({ report }) => [...report.flows.values()]);
  if (flows.some(({ status }) => status === 'COMPLETED' || status === 'SKIPPED')) {
    output.write(`\n${renderResultTable(manifest.datasets, updates)}\n`);
  }
  for (const { report } of updates) {
    if (report.finished.status === 'FAILED') showProblems(report, progress);
  }
}

/** Results of updates for JSON output. */
export function resultsOf(updates: readonly TableUpdate[], report: string | undefined): object {
  return {
    updates: updates.map(({ title, report: { finished, flows } }) => ({
      title,
      status: finished.status,
      seconds: finished.seconds,
      problems: finished.problems ?? [],
      datasets: [...flows.values()].map(({ event: _, dataset, ...flow }) => ({ name: dataset, ...flow })),
    })),
    report: report ?? null,
  };
}

/** Shows the reasons of a failed update, each once with the affected datasets. */
function showProblems({ finished }: UpdateReport, progress: Progress): void {
  const problems = finished.problems ?? [];
  if (problems.length === 0) progress.problem('The update failed without a reported reason.');
  for (const message of new Set(problems.map((problem) => problem.message))) {
    const stopped = problems.flatMap((problem) =>
      problem.message === message ? (problem.dataset ?? []) : [],
    );
    const [first = '', ...others] = stopped;
    const who = others.length === 0 ? first : `${first} and ${others.length} more`;
    const isNamed = who === '' || (others.length === 0 && message.replace(PLACE, '').includes(first));
    progress.problem(isNamed ? message : `${who}: ${message}`);
  }
  if (finished.details !== undefined) {
    progress.line(`Stack traces: ${path.relative('', finished.details)}`);
  }
}
