import type { Progress } from './progress';
import type { UpdateReport } from './runtime-process';

/** Shows why an update failed, in the runtime's words. */
export function showProblems({ finished }: UpdateReport, progress: Progress): void {
  const problems = finished.problems ?? [];
  if (problems.length === 0) progress.line('The update failed; the runtime gave no reason.');
  for (const { dataset, message } of problems) {
    const text = dataset === undefined || message.includes(dataset) ? message : `${dataset}: ${message}`;
    progress.line(`${progress.paint('red', '✗')} ${text}`);
  }
}
