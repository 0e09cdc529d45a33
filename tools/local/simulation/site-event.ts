import type { Song } from './catalogue';
import { type Auth, type Level, PAGES, type Page } from './page-flow';

/** One visit. Its number is given when its first event happens, in the order of all sessions. */
export interface Session {
  id: number | undefined;
}

/** Who did it; users at launch have an id already. */
export interface Visitor {
  id: number | undefined;
  /** The fields of messages that tell who it is. */
  readonly fields: string;
}

/** Something a user did, before it becomes messages. */
export interface SiteEvent {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly user: Visitor;
  readonly session: Session;
  readonly itemInSession: number;
  readonly page: Page;
  readonly auth: Auth;
  readonly level: Level;
  /** The song that starts, on page NextSong. */
  readonly song?: Song;
  /** Whether signing in or out worked, on pages Login and Logout. */
  readonly success?: boolean;
  /** The level from now on, on pages Submit Upgrade and Submit Downgrade. */
  readonly newLevel?: Level;
}

/** The topics that the service writes to. */
export const TOPICS = ['page_view_events', 'listen_events', 'auth_events', 'status_change_events'] as const;
export type Topic = (typeof TOPICS)[number];

/** Writes the messages of an event, in eventsim's fields and types, and hands each to `send`. */
export function writeMessages(event: SiteEvent, send: (topic: Topic, message: string) => void): void {
  const page = PAGES[event.page];
  const base = baseFields(event, event.level);
  const song = event.song === undefined ? '' : songFields(event.song);
  send(
    'page_view_events',
    `${base},"page":"${event.page}","method":"${page.method}","status":${page.status}${song}}`,
  );
  if (event.song !== undefined) send('listen_events', `${base}${song}}`);
  if (event.success !== undefined) send('auth_events', `${base},"success":${event.success}}`);
  if (event.newLevel !== undefined) send('status_change_events', `${baseFields(event, event.newLevel)}}`);
}

function baseFields(event: SiteEvent, level: Level): string {
  const known = event.auth === 'Logged In' || event.auth === 'Cancelled';
  return (
    `{"ts":${event.time},"sessionId":${event.session.id},"auth":"${event.auth}","level":"${level}",` +
    `"itemInSession":${event.itemInSession}${known ? event.user.fields : ''}`
  );
}

function songFields({ artist, song, duration }: Song): string {
  return `,"artist":${JSON.stringify(artist)},"song":${JSON.stringify(song)},"duration":${duration}`;
}
