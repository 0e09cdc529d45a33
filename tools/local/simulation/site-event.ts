import type { Song } from './catalogue';
import type { Auth, Level, Page } from './page-flow';

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
