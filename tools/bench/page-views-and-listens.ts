import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Simulation } from '../local/simulation/simulation';
import { MessageTally } from './message-tally';

const SEED = 1;
/** Users per event of a topic: with these, the first load covers about a week of the service. */
const USERS_FOR_AN_EVENT = 1 / 100;
const LINES_A_WRITE = 10_000;

/** The topics that the bench fills. */
export const BENCH_TOPICS = ['page_view_events', 'listen_events'] as const;
export type BenchTopic = (typeof BENCH_TOPICS)[number];

/**
 * An endless supply of simulated page views and listens of the same people and sessions, appended to a recording
 * as many at a time as asked for: the same bytes every time.
 *
 * Every listen is also a page view, so there are more of these; the bench is to have as many of both. Page views
 * of songs are left out for it, about every third, since sessions, users and songs all remain.
 */
export class PageViewsAndListens {
  readonly tallies = { page_view_events: new MessageTally(), listen_events: new MessageTally() };
  private readonly simulation: Simulation;
  private readonly waiting: Record<BenchTopic, string[]> = { page_view_events: [], listen_events: [] };

  /** @param size events of a topic that a first load takes */
  constructor(
    readonly directory: string,
    size: number,
  ) {
    const users = Math.max(Math.round(size * USERS_FOR_AN_EVENT), 1);
    this.simulation = new Simulation({ seed: SEED, users });
    mkdirSync(directory, { recursive: true });
  }

  /** Appends `count` page views and as many listens. */
  async append(count: number, appended: (events: number) => void = () => undefined): Promise<void> {
    const missing = { page_view_events: count, listen_events: count };
    for (;;) {
      for (const topic of BENCH_TOPICS) missing[topic] -= this.write(topic, missing[topic]);
      const left = missing.page_view_events + missing.listen_events;
      appended(2 * count - left);
      if (left === 0) return;
      this.simulateDay();
      // A big load takes a while: let others run, and Ctrl-C be heard.
      await setImmediate();
    }
  }

  private simulateDay(): void {
    const { page_view_events, listen_events } = this.simulation.nextDay();
    const { waiting } = this;
    waiting.page_view_events = waiting.page_view_events.concat(
      asManyAs(listen_events.length, page_view_events),
    );
    waiting.listen_events = waiting.listen_events.concat(listen_events);
  }

  /** Writes what waits for a topic, at most `most` lines, and returns their number. */
  private write(topic: BenchTopic, most: number): number {
    const lines = this.waiting[topic].splice(0, most);
    const file = path.join(this.directory, `${topic}.jsonl`);
    for (let begin = 0; begin < lines.length; begin += LINES_A_WRITE) {
      appendFileSync(file, `${lines.slice(begin, begin + LINES_A_WRITE).join('\n')}\n`);
    }
    for (const line of lines) this.tallies[topic].add(line);
    return lines.length;
  }
}

/** Leaves out page views of songs, evenly over the day, until as many page views are left as wanted. */
function asManyAs(wanted: number, pageViews: readonly string[]): string[] {
  const surplus = pageViews.length - wanted;
  const songs = pageViews.filter(isOfASong).length;
  let due = 0;
  return pageViews.filter((line) => {
    if (!isOfASong(line)) return true;
    due += surplus;
    if (due < songs) return true;
    due -= songs;
    return false;
  });
}

function isOfASong(line: string): boolean {
  return line.includes('"page":"NextSong"');
}
