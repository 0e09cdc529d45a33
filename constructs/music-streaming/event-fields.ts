import { bigint, boolean, type Columns, double, int, personal, string } from '../medallion';

/**
 * Fields of the eventsim events, one set per topic. Identifiers are JSON numbers, stored as strings.
 *
 * @see https://github.com/Interana/eventsim
 */
const BASE_FIELDS: Columns = {
  ts: bigint('Event time, in milliseconds since 1970 UTC'),
  sessionId: string('Session ID'),
  userId: string('User ID; NULL for guests and logged-out users'),
  auth: string('Login state: Logged In, Logged Out, Guest or Cancelled'),
  level: string('Subscription level: free or paid'),
  itemInSession: int('Position of the event in its session, from 0'),
  ...personal({
    city: string('User city'),
    zip: string('User postal code'),
    state: string('User state, two-letter code'),
  }),
  userAgent: string('Browser user agent'),
  ...personal({
    lon: double('User longitude, in degrees'),
    lat: double('User latitude, in degrees'),
    firstName: string('User first name'),
    lastName: string('User last name'),
  }),
  gender: string('User gender: F or M'),
  registration: bigint('Registration time, in milliseconds since 1970 UTC'),
};

const SONG_FIELDS: Columns = {
  artist: string('Artist name'),
  song: string('Song title'),
  duration: double('Song length, in seconds'),
};

/** A page was shown, or a song started. */
export const PAGE_VIEW_FIELDS: Columns = {
  ...BASE_FIELDS,
  page: string('Page shown; NextSong when a song starts'),
  method: string('HTTP request method'),
  status: int('HTTP response status'),
  ...SONG_FIELDS,
};

/** A song was played. */
export const LISTEN_FIELDS: Columns = { ...BASE_FIELDS, ...SONG_FIELDS };

/** Somebody tried to log in. */
export const AUTH_FIELDS: Columns = { ...BASE_FIELDS, success: boolean('Whether the login succeeded') };

/** A user changed the subscription level; `level` is the new one. */
export const STATUS_CHANGE_FIELDS: Columns = BASE_FIELDS;
