import { bigint, boolean, type Columns, double, int, personal, string } from '../medallion';

/**
 * Fields of the eventsim events, one set per topic. Identifiers are JSON numbers, stored as strings.
 *
 * @see https://github.com/Interana/eventsim
 */
const BASE_FIELDS: Columns = {
  ts: bigint('Event time, in milliseconds since 1970 UTC'),
  ...personal({
    sessionId: string('Session ID'),
    userId: string('User ID; NULL for guests and logged-out users'),
  }),
  auth: string('Login state: Logged In, Logged Out, Guest or Cancelled'),
  level: string('Subscription level: free or paid'),
  itemInSession: int('Position of the event in its session, from 0'),
  ...personal({
    city: string('User city'),
    zip: string('User postal code'),
    state: string('User state, two-letter code'),
    userAgent: string('Browser user agent'),
    lon: double('User longitude, in degrees'),
    lat: double('User latitude, in degrees'),
    firstName: string('User first name'),
    lastName: string('User last name'),
    gender: string('User gender: F or M'),
    registration: bigint('Registration time, in milliseconds since 1970 UTC'),
  }),
};

const SONG_FIELDS: Columns = {
  artist: string('Artist name'),
  song: string('Song title'),
  duration: double('Song length, in seconds'),
};

/** A topic of the music service: one row of its raw table is one message. */
interface TopicDeclaration {
  /** What one message is. The raw table's comment ends with it. */
  readonly message: string;
  /** Fields of the payload. */
  readonly fields: Columns;
}

/** Topics that the platform reads. Each has a raw table, whose fields are declared here. */
export const TOPICS = {
  page_view_events: {
    message: 'a page shown to a user',
    fields: {
      ...BASE_FIELDS,
      page: string('Page shown; NextSong when a song starts'),
      method: string('HTTP request method'),
      status: int('HTTP response status'),
      ...SONG_FIELDS,
    },
  },
  listen_events: {
    message: 'a song played by a user',
    fields: { ...BASE_FIELDS, ...SONG_FIELDS },
  },
  auth_events: {
    message: 'a login or logout attempt',
    fields: { ...BASE_FIELDS, success: boolean('Whether the login succeeded') },
  },
  // `level` is the new level.
  status_change_events: {
    message: 'a user changed subscription level',
    fields: BASE_FIELDS,
  },
} satisfies Record<string, TopicDeclaration>;

/** Name of a topic. */
export type Topic = keyof typeof TOPICS;
