import { type Arrivals, LAUNCH, Simulation } from '../../../../tools/local/simulation/simulation';
import { TOPICS, type Topic } from '../../../../tools/local/simulation/topics';
import { NO_TROUBLE, USUAL_TROUBLE } from '../../../../tools/local/simulation/unreliable-network';

const DAYS = 7;
const USERS = 60;
const DAY = 24 * 60 * 60 * 1000;

interface Event {
  readonly ts: number;
  readonly sessionId: number;
  readonly userId?: number;
  readonly auth: string;
  readonly level: string;
  readonly itemInSession: number;
  readonly page?: string;
  readonly [field: string]: unknown;
}

const simulate = (seed: number, users: number, days: number, trouble = USUAL_TROUBLE): Arrivals[] => {
  const simulation = new Simulation({ seed, users, trouble });
  return Array.from({ length: days }, () => simulation.nextDay());
};
const messages = (week: readonly Arrivals[], topic: Topic): string[] => week.flatMap((day) => day[topic]);
const events = (week: readonly Arrivals[], topic: Topic): Event[] =>
  messages(week, topic).map((message) => JSON.parse(message));
const groupBy = <Key>(all: readonly Event[], key: (event: Event) => Key): Map<Key, Event[]> => {
  const groups = new Map<Key, Event[]>();
  for (const event of all) groups.set(key(event), [...(groups.get(key(event)) ?? []), event]);
  return groups;
};
/** Each field with the type of its value, as JSON knows types; of all events together. */
const fieldTypes = (all: readonly Event[]): Record<string, string> =>
  Object.fromEntries(
    all.flatMap((event) => Object.entries(event).map(([field, value]) => [field, typeof value])),
  );

describe('a simulation', () => {
  it('gives the same bytes for the same seed and users', () => {
    expect(simulate(7, 20, 3)).toEqual(simulate(7, 20, 3));
  });

  it('gives other events for another seed', () => {
    expect(simulate(8, 20, 1)).not.toEqual(simulate(7, 20, 1));
  });

  it('gives a day the same messages however many days follow', () => {
    expect(simulate(7, 20, 4).slice(0, 2)).toEqual(simulate(7, 20, 2));
  });

  it('gives the bytes it gave when this test was written, on every machine', () => {
    const counts = simulate(1, 3, 2).map(({ page_view_events: views, listen_events: listens }) => [
      views.length,
      listens.length,
    ]);
    expect(counts).toEqual([
      [59, 49],
      [6, 6],
    ]);
    expect(simulate(1, 3, 1)[0]?.listen_events[0]).toMatchInlineSnapshot(
      `"{"ts":1767229602539,"sessionId":1,"auth":"Logged In","level":"free","itemInSession":0,"userId":2,"firstName":"Julian","lastName":"Whitfield","gender":"M","registration":1764658764121,"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15","city":"Dallas","zip":"75206","state":"TX","lon":-96.7692,"lat":32.831,"artist":"Quiet Typists","song":"Before Morning Train","duration":301.31667}"`,
    );
  });
});

describe('a week without trouble on the network', () => {
  const week = simulate(1, USERS, DAYS, NO_TROUBLE);
  const pageViews = events(week, 'page_view_events');
  const listens = events(week, 'listen_events');
  const signIns = events(week, 'auth_events');
  const statusChanges = events(week, 'status_change_events');
  const sessions = groupBy(pageViews, ({ sessionId }) => sessionId);
  const inOrder = (session: readonly Event[]) =>
    [...session].sort((one, other) => one.itemInSession - other.itemInSession);

  const base = {
    ts: 'number',
    sessionId: 'number',
    auth: 'string',
    level: 'string',
    itemInSession: 'number',
  };
  const user = {
    userId: 'number',
    firstName: 'string',
    lastName: 'string',
    gender: 'string',
    registration: 'number',
    userAgent: 'string',
    city: 'string',
    zip: 'string',
    state: 'string',
    lon: 'number',
    lat: 'number',
  };
  const song = { artist: 'string', song: 'string', duration: 'number' };

  it('has the fields and types of eventsim in every topic', () => {
    const page = { page: 'string', method: 'string', status: 'number' };
    expect(fieldTypes(pageViews)).toEqual({
      ...base,
      ...user,
      ...page,
      ...song,
    });
    expect(fieldTypes(listens)).toEqual({ ...base, ...user, ...song });
    expect(fieldTypes(signIns)).toEqual({
      ...base,
      ...user,
      success: 'boolean',
    });
    expect(fieldTypes(statusChanges)).toEqual({ ...base, ...user });
  });

  it('says who it is for users signed in or just cancelled, and nothing for guests and users signed out', () => {
    for (const event of [...pageViews, ...signIns]) {
      const known = event.auth === 'Logged In' || event.auth === 'Cancelled';
      expect(Object.keys(user).filter((field) => field in event)).toHaveLength(known ? 11 : 0);
    }
    expect(new Set(pageViews.map(({ auth }) => auth))).toEqual(
      new Set(['Logged In', 'Logged Out', 'Guest', 'Cancelled']),
    );
  });

  it('lies between the launch and the end of the week', () => {
    const times = pageViews.map(({ ts }) => ts);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(LAUNCH);
    expect(Math.max(...times)).toBeLessThan(LAUNCH + DAYS * DAY);
    expect(times.every(Number.isInteger)).toBe(true);
  });

  it('counts the items of a session from 0 and without gaps, later ones later', () => {
    // A session that began before the end of the week may go on after it, so only its beginning is here.
    for (const session of sessions.values()) {
      const ordered = inOrder(session);
      expect(ordered.map(({ itemInSession }) => itemInSession)).toEqual(ordered.map((_event, item) => item));
      expect(ordered.every((event, item) => item === 0 || event.ts > (ordered[item - 1]?.ts ?? 0))).toBe(
        true,
      );
    }
  });

  it('numbers sessions in the order in which they begin', () => {
    const begins = [...sessions.entries()]
      .map(([id, session]) => ({ id, ts: inOrder(session)[0]?.ts ?? 0 }))
      .sort((one, other) => one.ts - other.ts || one.id - other.id);
    expect(begins.map(({ id }) => id)).toEqual(begins.map((_session, index) => index + 1));
  });

  it('has a listen for every song, the same in both topics', () => {
    const songs = pageViews.filter(({ page }) => page === 'NextSong');
    // The two topics arrive independently of each other.
    const sorted = (all: readonly Event[]) =>
      [...all].sort((one, other) => one.ts - other.ts || one.sessionId - other.sessionId);
    expect(sorted(songs.map(({ page, method, status, ...event }) => event as Event))).toEqual(
      sorted(listens),
    );
    expect(songs.length / pageViews.length).toBeGreaterThan(0.6);
    expect(listens.some(({ duration }) => !Number.isInteger(duration))).toBe(true);
  });

  it('plays some songs far more often than others', () => {
    const plays = [...groupBy(listens, (event) => event.artist).values()].map(({ length }) => length);
    plays.sort((one, other) => other - one);
    expect(plays[0]).toBeGreaterThan(10 * (plays[Math.floor(plays.length / 2)] ?? 0));
  });

  it('announces each change of level with the level that the next page views have', () => {
    expect(new Set(statusChanges.map(({ level }) => level))).toEqual(new Set(['free', 'paid']));
    const ofUser = groupBy(pageViews, ({ userId }) => userId);
    for (const change of statusChanges) {
      const views = (ofUser.get(change.userId) ?? []).sort((one, other) => one.ts - other.ts);
      const before = views.find(({ ts }) => ts === change.ts);
      const after = views.find(({ ts }) => ts > change.ts);
      expect(before?.level).not.toBe(change.level);
      expect(after?.level ?? change.level).toBe(change.level);
    }
  });

  it('changes no level without announcing it', () => {
    for (const [userId, views] of groupBy(pageViews, (event) => event.userId)) {
      if (userId === undefined) continue;
      const levels = views.sort((one, other) => one.ts - other.ts).map(({ level }) => level);
      const changes = levels.filter((level, index) => index > 0 && level !== levels[index - 1]);
      const announced = statusChanges.filter((change) => change.userId === userId);
      // The last announcement may have no page view after it within this week.
      expect(announced.map(({ level }) => level).slice(0, changes.length)).toEqual(changes);
      expect(announced.length - changes.length).toBeLessThanOrEqual(1);
    }
  });

  it('signs users in and out, and fails to now and then', () => {
    const failures = signIns.filter(({ success }) => success === false);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.length).toBeLessThan(signIns.length / 5);
    expect(failures.every(({ auth }) => auth === 'Logged Out')).toBe(true);
  });

  it('lets guests register and users leave for good', () => {
    const registrations = pageViews.filter(({ page }) => page === 'Submit Registration');
    expect(registrations.length).toBeGreaterThan(0);
    expect(registrations.every(({ ts, registration }) => ts === registration)).toBe(true);
    expect(registrations.every(({ userId }) => (userId ?? 0) > USERS)).toBe(true);
    const cancellations = pageViews.filter(({ page }) => page === 'Cancellation Confirmation');
    for (const { userId, ts } of cancellations) {
      expect(pageViews.filter((view) => view.userId === userId && view.ts > ts)).toEqual([]);
    }
  });

  it('is busier on weekdays, and by day', () => {
    const onDay = (day: number) =>
      pageViews.filter(({ ts }) => Math.floor((ts - LAUNCH) / DAY) === day).length;
    // The launch was on a Thursday: days 2 and 3 are a weekend, days 4 to 6 are not.
    expect((onDay(2) + onDay(3)) / 2).toBeLessThan((onDay(4) + onDay(5) + onDay(6)) / 3);
    const inHours = (first: number, last: number) =>
      [...sessions.values()].filter((session) => {
        const hour = Math.floor(((inOrder(session)[0]?.ts ?? 0) % DAY) / (DAY / 24));
        return hour >= first && hour <= last;
      }).length;
    // 8 to 11 UTC is night in America, 20 to 23 UTC is the end of its working day.
    expect(inHours(8, 11) * 3).toBeLessThan(inHours(20, 23));
  });
});

describe('the usual network', () => {
  const week = simulate(2, 150, DAYS);
  const sent = simulate(2, 150, DAYS, NO_TROUBLE);
  const all = (arrivals: readonly Arrivals[]) => TOPICS.flatMap((topic) => messages(arrivals, topic));
  const arrived = all(week);
  const intact = new Set(all(sent));
  const parsed = (message: string): Partial<Event> | undefined => {
    try {
      return JSON.parse(message);
    } catch {
      return undefined;
    }
  };

  it('delivers about a hundredth twice, byte for byte the same', () => {
    const seen = new Set<string>();
    const again = messages(week, 'page_view_events').filter((message) => {
      const before = seen.has(message);
      seen.add(message);
      return before && message !== '';
    });
    const share = again.length / messages(week, 'page_view_events').length;
    expect(share).toBeGreaterThan(USUAL_TROUBLE.duplicate / 2);
    expect(share).toBeLessThan(USUAL_TROUBLE.duplicate * 2);
  });

  it('damages about a hundredth: cut off, plain text, empty, without user or time, at an absurd time', () => {
    const damaged = arrived.filter((message) => !intact.has(message));
    const share = damaged.length / arrived.length;
    const expected = USUAL_TROUBLE.malformed + USUAL_TROUBLE.incomplete;
    expect(share).toBeGreaterThan(expected / 2);
    expect(share).toBeLessThan(expected * 2);
    const kinds = {
      empty: damaged.filter((message) => message === ''),
      cutOff: damaged.filter((message) => message.startsWith('{') && parsed(message) === undefined),
      plainText: damaged.filter((message) => message !== '' && !message.startsWith('{')),
      wrongType: damaged.filter((message) => !['number', 'undefined'].includes(typeof parsed(message)?.ts)),
      noTime: damaged.filter((message) => parsed(message) && !('ts' in (parsed(message) ?? {}))),
      absurdTime: damaged.filter((message) => Math.abs(Number(parsed(message)?.ts) - LAUNCH) > 365 * DAY),
      noUser: damaged.filter((message) => parsed(message)?.auth === 'Logged In' && !parsed(message)?.userId),
    };
    const missing = Object.entries(kinds).filter(([, examples]) => examples.length === 0);
    expect(missing).toEqual([]);
  });

  it('delivers about a hundredth late, some of it after days', () => {
    const times = messages(week, 'page_view_events')
      .map((message) => parsed(message)?.ts)
      .filter((ts): ts is number => typeof ts === 'number' && Math.abs(ts - LAUNCH) < 30 * DAY);
    let latest = 0;
    const behind = times.map((ts) => {
      latest = Math.max(latest, ts);
      return latest - ts;
    });
    const late = behind.filter((milliseconds) => milliseconds > 5 * 60 * 1000).length / behind.length;
    expect(late).toBeGreaterThan(USUAL_TROUBLE.late / 2);
    expect(late).toBeLessThan(USUAL_TROUBLE.late * 3);
    expect(Math.max(...behind)).toBeGreaterThan(DAY);
    expect(behind.some((milliseconds) => milliseconds > 0 && milliseconds < 1000)).toBe(true);
  });
});
