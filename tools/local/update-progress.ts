import type { Activity, Progress } from '../terminal/progress';
import type { FlowEvent, UpdateReport, UpdateStarted } from './runtime-process';

/** Shows what an update does: how far it is, and a line for each dataset that ends. */
export class UpdateProgress {
  private readonly activity: Activity;
  private readonly running = new Set<string>();
  /** Datasets that were not run, by the reason. */
  private readonly excluded = new Map<string, number>();
  private total = 0;
  private ended = 0;

  constructor(
    private readonly progress: Progress,
    title: string,
  ) {
    this.activity = progress.begin(title);
  }

  show(event: UpdateStarted | FlowEvent): void {
    if (event.event === 'update_started') this.total = event.datasets.length;
    else if (event.status === 'RUNNING') this.running.add(event.dataset);
    else this.showEnd(event);
    const names = [...this.running].join(', ');
    this.activity.detail(`${this.ended} of ${this.total}${names === '' ? '' : `, now ${names}`}`);
  }

  finish({ finished }: UpdateReport): void {
    for (const [reason, count] of this.excluded) {
      this.progress.line(
        `  ${this.progress.paint('dim', `– ${count === 1 ? '1 dataset was' : `${count} datasets were`} ${reason}`)}`,
      );
    }
    if (finished.status === 'COMPLETED') this.activity.done('completed');
    else this.activity.failed('failed');
  }

  dismiss(): void {
    this.activity.dismiss();
  }

  private showEnd(event: FlowEvent): void {
    this.running.delete(event.dataset);
    this.ended += 1;
    if (event.status === 'EXCLUDED') {
      const reason = event.message ?? 'not run';
      this.excluded.set(reason, (this.excluded.get(reason) ?? 0) + 1);
      return;
    }
    this.progress.line(
      `  ${this.mark(event)} ${event.dataset}  ${this.progress.paint('dim', outcome(event))}`,
    );
  }

  private mark({ status }: FlowEvent): string {
    if (status === 'FAILED') return this.progress.paint('red', '✗');
    return status === 'COMPLETED' ? this.progress.paint('green', '✓') : this.progress.paint('dim', '–');
  }
}

function outcome({ status, rowsIn, rowsOut, seconds, refresh, refreshReason, message }: FlowEvent): string {
  if (status === 'FAILED') return 'failed';
  if (status === 'SKIPPED') return message ?? 'unchanged';
  const counts = [
    rowsIn === undefined ? '' : `${rowsIn.toLocaleString('en')} in`,
    rowsOut === undefined ? '' : `${rowsOut.toLocaleString('en')} out`,
    seconds === undefined ? '' : `${seconds.toFixed(1)} s`,
    refresh === 'incremental' ? `incremental: ${refreshReason}` : '',
    message ?? '',
  ];
  return counts.filter((text) => text !== '').join(', ');
}
