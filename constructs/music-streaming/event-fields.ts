import { bigint, boolean, type Columns, double, int, personal, string } from '../medallion/column';

/**
 * Fields of the events that eventsim writes, one set a topic. Identifiers are JSON numbers and kept as text.
 *
 * @see https://github.com/Interana/eventsim
 */
const BASE_FIELDS: Columns = {
  ts: bigint('Time of the event, in milliseconds since 1970 UTC'),
  sessionId: string('Session that the event belongs to'),
  userId: string('User; NULL for guests and logged-out users'),
  auth: string('State of the login: Logged In, Logged Out, Guest, Cancelled'),
  level: string('Subscription level: free or paid'),
  itemInSession: int('Position of the event in its session, from 0'),
  ...personal({
    city: string('City of the user'),
    zip: string('Postal code of the user'),
    state: string('State of the user, two letters'),
  }),
  userAgent: string('User agent of the browser'),
  ...personal({
    lon: double('Longitude of the user, in degrees'),
    lat: double('Latitude of the user, in degrees'),
    firstName: string('First name of the user'),
    lastName: string('Last name of the user'),
  }),
  gender: string('Gender of the user: F or M'),
  registration: bigint('Time of registration, in milliseconds since 1970 UTC'),
};

const SONG_FIELDS: Columns = {
  artist: string('Artist of the song'),
  song: string('Title of the song'),
  duration: double('Length of the song, in seconds'),
};

/** A page was shown, or a song begun. */
export const PAGE_VIEW_FIELDS: Columns = {
  ...BASE_FIELDS,
  page: string('Page that was shown; NextSong for a song'),
  method: string('HTTP method of the request'),
  status: int('HTTP status of the response'),
  ...SONG_FIELDS,
};

/** A song was played. */
export const LISTEN_FIELDS: Columns = { ...BASE_FIELDS, ...SONG_FIELDS };

/** Somebody tried to log in. */
export const AUTH_FIELDS: Columns = { ...BASE_FIELDS, success: boolean('Whether the login succeeded') };

/** A user changed the subscription level; `level` is the new one. */
export const STATUS_CHANGE_FIELDS: Columns = BASE_FIELDS;
