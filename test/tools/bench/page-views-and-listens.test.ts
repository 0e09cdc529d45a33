import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  BENCH_TOPICS,
  type BenchTopic,
  PageViewsAndListens,
} from '../../../tools/bench/page-views-and-listens';
import { temporaryDirectory } from '../support/temporary-directory';

const SIZE = 5000;

const linesOf = (events: PageViewsAndListens, topic: BenchTopic): string[] =>
  readFileSync(path.join(events.directory, `${topic}.jsonl`), 'utf8')
    .split('\n')
    .slice(0, -1);

const supplied = async (...counts: number[]): Promise<PageViewsAndListens> => {
  const events = new PageViewsAndListens(temporaryDirectory(), SIZE);
  for (const count of counts) await events.append(count);
  return events;
};

interface Event {
  readonly sessionId?: number;
  readonly userId?: number;
  readonly ts?: number;
}

/** What each message says that says something at all. */
const eventsOf = (lines: readonly string[]): Event[] =>
  lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Event];
    } catch {
      return [];
    }
  });

describe('page views and listens for the bench', () => {
  it('are as many of each as asked for', async () => {
    const events = await supplied(SIZE, 300);
    for (const topic of BENCH_TOPICS) {
      expect(linesOf(events, topic)).toHaveLength(SIZE + 300);
      expect(events.tallies[topic].delivered).toBe(SIZE + 300);
    }
  });

  it('are the same bytes every time, in one piece or several', async () => {
    const [one, other] = [await supplied(1500), await supplied(700, 800)];
    for (const topic of BENCH_TOPICS) expect(linesOf(one, topic)).toEqual(linesOf(other, topic));
  });

  it('belong together: nearly every listen is in a session with page views', async () => {
    const events = await supplied(SIZE);
    const keyOf = ({ sessionId, userId }: Event) => `${sessionId} ${userId}`;
    const sessions = new Set(eventsOf(linesOf(events, 'page_view_events')).map(keyOf));
    const listens = eventsOf(linesOf(events, 'listen_events'));
    expect(listens.filter((listen) => sessions.has(keyOf(listen))).length).toBeGreaterThan(
      0.98 * listens.length,
    );
  });

  it('spread over about a week', async () => {
    const events = await supplied(SIZE);
    const days = eventsOf(linesOf(events, 'listen_events')).map(({ ts }) =>
      Math.floor((ts ?? 0) / 86_400_000),
    );
    const usual = days.filter((day) => day > 20_000 && day < 30_000);
    expect(new Set(usual).size).toBeGreaterThanOrEqual(5);
    expect(new Set(usual).size).toBeLessThanOrEqual(10);
  });

  it('have duplicates and messages that are no events, and know how many', async () => {
    const { tallies } = await supplied(SIZE);
    for (const topic of BENCH_TOPICS) {
      const { delivered, usable, distinct } = tallies[topic];
      expect(usable).toBeLessThan(delivered);
      expect(distinct).toBeLessThan(usable);
      expect(distinct).toBeGreaterThan(0.9 * delivered);
    }
  });
});
