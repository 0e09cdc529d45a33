import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Simulation } from '../simulation/simulation';

const SEED = 1;
/** So many that a million page views take about a week. */
const USERS = 7000;
const LINES_A_WRITE = 10_000;

/** An endless supply of simulated page views, appended to a recording as many at a time as asked for. */
export class PageViews {
  private readonly simulation = new Simulation({ seed: SEED, users: USERS });
  private waiting: readonly string[] = [];
  private next = 0;

  constructor(private readonly directory: string) {}

  append(count: number): void {
    const file = openSync(path.join(this.directory, 'page_view_events.jsonl'), 'a');
    let missing = count;
    while (missing > 0) {
      if (this.next === this.waiting.length) {
        this.waiting = this.simulation.nextDay().page_view_events;
        this.next = 0;
      }
      const lines = this.waiting.slice(this.next, this.next + Math.min(missing, LINES_A_WRITE));
      writeSync(file, `${lines.join('\n')}\n`);
      this.next += lines.length;
      missing -= lines.length;
    }
    closeSync(file);
  }
}
