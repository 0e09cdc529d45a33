import type { Song } from './catalogue';
import { PAGES } from './page-flow';
import type { Random } from './random';
import type { SiteEvent } from './site-event';

/** The message of a topic about something a user did; nothing if the topic has none about it. */
export type MessageGenerator = (event: SiteEvent, random: Random) => string | undefined;

/** The topics that the simulated service writes to, each with what it writes. */
export const GENERATORS = {
  page_view_events: (event) =>
    message(event, { page: event.page, ...PAGES[event.page], ...songFields(event.song) }),

  listen_events: (event) => event.song && message(event, songFields(event.song)),

  auth_events: (event) =>
    event.success === undefined ? undefined : message(event, { success: event.success }),

  status_change_events: (event) => event.newLevel && message({ ...event, level: event.newLevel }),
} satisfies Record<string, MessageGenerator>;

/** Name of a topic that the simulation writes to. */
export type Topic = keyof typeof GENERATORS;

/** The names of these topics. */
export const TOPICS = Object.keys(GENERATORS) as readonly Topic[];

/** Something for each topic. */
export function byTopic<Value>(of: (topic: Topic) => Value): Record<Topic, Value> {
  return Object.fromEntries(TOPICS.map((topic) => [topic, of(topic)])) as Record<Topic, Value>;
}

/** A message in eventsim's fields and types: what every event has, and then `fields`. */
function message(event: SiteEvent, fields: Readonly<Record<string, unknown>> = {}): string {
  const { time, session, auth, level, itemInSession, user } = event;
  const known = auth === 'Logged In' || auth === 'Cancelled';
  const added = JSON.stringify(fields).slice(1, -1);
  return (
    `{"ts":${time},"sessionId":${session.id},"auth":"${auth}","level":"${level}",` +
    `"itemInSession":${itemInSession}${known ? user.fields : ''}${added && `,${added}`}}`
  );
}

function songFields(song: Song | undefined): Partial<Song> {
  return song === undefined ? {} : { artist: song.artist, song: song.song, duration: song.duration };
}
