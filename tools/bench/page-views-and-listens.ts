import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Simulation } from '../local/simulation/simulation';
import { MessageTally } from './message-tally';

const SEED = 1;
/** Users per event of a topic, chosen so that the first load covers about a week. */
const USERS_FOR_AN_EVENT = 1 / 100;
const LINES_A_WRITE = 10_000;

/** Topics of the benchmark. */
export const BENCH_TOPICS = ['page_view_events', 'listen_events'] as const;
export type BenchTopic = (typeof BENCH_TOPICS)[number];

/**
 * Deterministic, unlimited supply of simulated page views and listens of the same users and sessions, appended to a
 * recording in batches of any size.
 *
 * Every listen is also a page view, so there are more page views than listens. To have the same number of both, about
 * every third page view of a song is left out, which preserves all sessions, users and songs.
 */
export class PageViewsAndListens {
  readonly tallies = { page_view_events: new MessageTally(), listen_events: new MessageTally() };
  private readonly simulation: Simulation;
  private readonly waiting: Record<BenchTopic, string[]> = { page_view_events: [], listen_events: [] };

  /** @param size events per topic in the first load */
  constructor(
    readonly directory: string,
    size: number,
  ) {
    const users = Math.max(Math.round(size * USERS_FOR_AN_EVENT), 1);
    this.simulation = new Simulation({ seed: SEED, users });
    mkdirSync(directory, { recursive: true });
  }

  /** Appends `count` page views and `count` listens. */
  async append(count: number, appended: (events: number) => void = () => undefined): Promise<void> {
    const missing = { page_view_events: count, listen_events: count };
    for (;;) {
      for (const topic of BENCH_TOPICS) missing[topic] -= this.write(topic, missing[topic]);
      const left = missing.page_view_events + missing.listen_events;
      appended(2 * count - left);
      if (left === 0) return;
      this.simulateDay();
      // Yield during long loads so that progress and Ctrl-C are handled.
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

  /** Writes at most `most` buffered lines of a topic, and returns their number. */
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

/** Removes page views of songs, evenly over the day, down to the wanted number of page views. */
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
