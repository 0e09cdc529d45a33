import {
  AutoCdcTable,
  array,
  bigint,
  boolean,
  type Columns,
  type Deduplication,
  date,
  double,
  expectOrFail,
  int,
  Layer,
  MaterializedView,
  type MedallionPipeline,
  PublishedView,
  personal,
  StreamingTable,
  string,
  timestamp,
} from '../medallion';
import type { BronzeLayer } from './bronze';

/** Repeated deliveries within a week of Kafka time are dropped, however late their event time is. */
const EACH_EVENT_ONCE: Deduplication = { keys: ['event_id'], within: '7 days', time: 'kafka_timestamp' };

/** Columns of every event. */
const EVENT_COLUMNS: Columns = {
  event_id: string('Event ID, the key'),
  event_timestamp: timestamp('Event time'),
  kafka_timestamp: timestamp('Kafka time of the first delivery'),
  userId: string('User ID'),
  sessionId: string('Session ID'),
};

/** First and last appearance, by event time. */
const SEEN_COLUMNS: Columns = {
  first_seen: timestamp('Event time of the earliest event'),
  last_seen: timestamp('Event time of the latest event'),
};

/** Deduplicated events, and the users, sessions, songs and places derived from them. */
export class SilverLayer extends Layer {
  readonly pageViews: StreamingTable;
  readonly listens: StreamingTable;
  readonly authAttempts: StreamingTable;
  readonly levelChanges: StreamingTable;
  readonly userDays: MaterializedView;
  readonly userSessions: MaterializedView;
  readonly userProfiles: AutoCdcTable;
  readonly songs: MaterializedView;
  readonly artists: MaterializedView;
  readonly locations: MaterializedView;
  readonly activeUsers: PublishedView;

  constructor(pipeline: MedallionPipeline, bronze: BronzeLayer) {
    super(pipeline, 'silver', {
      comment: 'Deduplicated events, and the sessions, users, songs and places derived from them.',
    });

    this.pageViews = new StreamingTable(this, 'silver_page_views', {
      comment: 'One row per event: a page shown to a signed-in user.',
      inputs: { pageViewEvents: bronze.pageViewEvents },
      deduplicate: EACH_EVENT_ONCE,
      columns: {
        ...EVENT_COLUMNS,
        itemInSession: int('Position of the event in its session, starting at 0'),
        page: string('Page shown; NextSong when a song starts'),
        method: string('HTTP request method'),
        status: int('HTTP response status'),
        level: string('Subscription level at event time: free or paid'),
        ...personal({
          firstName: string('User first name'),
          lastName: string('User last name'),
        }),
        gender: string('User gender: F or M'),
        registration: bigint('Registration time, in milliseconds since 1970 UTC'),
        ...personal({
          location_id: string('Location ID, a hash of city and state; NULL if neither is known'),
          city: string('User city'),
          zip: string('User postal code'),
          state: string('User state, two-letter code'),
          lon: double('User longitude, in degrees'),
          lat: double('User latitude, in degrees'),
        }),
        userAgent: string('Browser user agent'),
        device_family: string('Device family or, failing that, operating system; Other if unknown'),
      },
      primaryKey: ['event_id'],
      expectations: [expectOrFail('event_of_a_user', 'event_timestamp IS NOT NULL AND userId IS NOT NULL')],
      clusterBy: ['event_timestamp'],
    });

    this.listens = new StreamingTable(this, 'silver_listens', {
      comment: 'One row per event: a song played by a signed-in user.',
      inputs: { listenEvents: bronze.listenEvents },
      deduplicate: EACH_EVENT_ONCE,
      columns: {
        ...EVENT_COLUMNS,
        itemInSession: int('Position of the event in its session, starting at 0'),
        level: string('Subscription level at event time: free or paid'),
        ...personal({ state: string('User state, two-letter code') }),
        song_id: string('Song ID, a hash of artist and title'),
        artist_id: string('Artist ID, a hash of the name'),
        song: string('Song title'),
        artist: string('Artist name'),
        listened_seconds: double('Song length, in seconds; events do not record when playback stopped'),
      },
      primaryKey: ['event_id'],
      expectations: [
        expectOrFail('event_of_a_user', 'event_timestamp IS NOT NULL AND userId IS NOT NULL'),
        expectOrFail('song_identified', 'song_id IS NOT NULL AND artist_id IS NOT NULL'),
        expectOrFail('listened_for_a_time', 'listened_seconds > 0'),
      ],
      clusterBy: ['event_timestamp'],
    });

    this.authAttempts = new StreamingTable(this, 'silver_auth_attempts', {
      comment: 'One row per event: a login or logout attempt.',
      inputs: { authEvents: bronze.authEvents },
      deduplicate: EACH_EVENT_ONCE,
      columns: {
        ...EVENT_COLUMNS,
        userId: string('User ID; NULL for login attempts, which have no user yet'),
        action: string('Attempted action: login or logout'),
        success: boolean('Whether the attempt succeeded'),
        level: string('Subscription level at event time: free or paid'),
      },
      primaryKey: ['event_id'],
      expectations: [
        expectOrFail('attempt_with_outcome', 'event_timestamp IS NOT NULL AND success IS NOT NULL'),
        expectOrFail('login_or_logout', "action IN ('login', 'logout')"),
      ],
      clusterBy: ['event_timestamp'],
    });

    this.levelChanges = new StreamingTable(this, 'silver_level_changes', {
      comment: 'One row per event: a user changed subscription level.',
      inputs: { statusChangeEvents: bronze.statusChangeEvents },
      deduplicate: EACH_EVENT_ONCE,
      columns: {
        ...EVENT_COLUMNS,
        previous_level: string('Subscription level before the change: free or paid'),
        new_level: string('Subscription level after the change: free or paid'),
      },
      primaryKey: ['event_id'],
      expectations: [
        expectOrFail('event_of_a_user', 'event_timestamp IS NOT NULL AND userId IS NOT NULL'),
        expectOrFail(
          'from_one_level_to_the_other',
          "(previous_level = 'free' AND new_level = 'paid') OR (previous_level = 'paid' AND new_level = 'free')",
        ),
      ],
      clusterBy: ['event_timestamp'],
    });

    this.userDays = new MaterializedView(this, 'silver_user_days', {
      comment: 'One row per user per UTC day on which the user viewed a page or changed subscription level.',
      inputs: { pageViews: this.pageViews, levelChanges: this.levelChanges },
      columns: {
        date: date('UTC day of the events'),
        userId: string('User ID'),
        page_views: bigint('Pages shown to the user'),
        saw_upgrade_page: boolean('Whether one of them was the Upgrade page'),
        upgrades: bigint('Changes from free to paid'),
        downgrades: bigint('Changes from paid to free'),
      },
      primaryKey: ['date', 'userId'],
      expectations: [
        expectOrFail('day_of_a_user', 'date IS NOT NULL AND userId IS NOT NULL'),
        expectOrFail('at_least_one_event', 'page_views + upgrades + downgrades >= 1'),
      ],
      clusterBy: ['date'],
    });

    this.userSessions = new MaterializedView(this, 'silver_user_sessions', {
      comment: 'One row per session per user, from the first to the last page view.',
      inputs: { pageViews: this.pageViews, listens: this.listens },
      columns: {
        sessionId: string('Session ID; together with userId, the key'),
        userId: string('User ID; a session used by several users counts once per user'),
        page_views: bigint('Pages shown, including songs'),
        songs_played: bigint('Songs played'),
        listening_seconds: double('Total length of these songs, in seconds'),
        pages: array(string('name of a page'), 'Distinct pages shown, sorted by name'),
        first_page: string('Page of the first page view'),
        last_page: string('Page of the last page view'),
        level_at_start: string('Subscription level at the first page view: free or paid'),
        level_at_end: string('Subscription level at the last page view: free or paid'),
        device_family: string('Device family or, failing that, operating system at the last page view'),
        session_start: timestamp('Time of the first page view'),
        session_end: timestamp('Time of the last page view'),
        duration_seconds: double('Time from the first to the last page view, in seconds'),
      },
      primaryKey: ['sessionId', 'userId'],
      expectations: [
        expectOrFail('session_of_a_user', 'sessionId IS NOT NULL AND userId IS NOT NULL'),
        expectOrFail('duration_not_negative', 'duration_seconds >= 0'),
      ],
      clusterBy: ['session_start'],
    });

    this.userProfiles = new AutoCdcTable(this, 'silver_user_profiles', {
      comment: 'One row per version of a user profile, with the period in which it was valid.',
      inputs: { pageViews: this.pageViews },
      columns: {
        userId: string('User ID, the key'),
        ...personal({ firstName: string('First name'), lastName: string('Last name') }),
        gender: string('Gender: F or M'),
        level: string('Subscription level: free or paid'),
        ...personal({ city: string('City'), state: string('State, two-letter code') }),
        registration: bigint('Registration time, in milliseconds since 1970 UTC'),
        event_timestamp: timestamp('Event time of the page view that carried the profile'),
      },
      expectations: [expectOrFail('profile_of_a_user', 'userId IS NOT NULL AND event_timestamp IS NOT NULL')],
      keys: ['userId'],
      sequenceBy: 'event_timestamp',
      exceptColumns: ['event_timestamp'],
      scdType: 2,
      clusterBy: ['userId'],
    });

    // Not AUTO CDC with SCD type 1: it keeps only the latest event, so a late event could not move first_seen.
    this.songs = new MaterializedView(this, 'silver_songs', {
      comment: 'One row per song ever played.',
      inputs: { listens: this.listens },
      columns: {
        song_id: string('Song ID, a hash of artist and title; the key'),
        artist_id: string('Artist ID, a hash of the name'),
        title: string('Song title'),
        artist: string('Artist name'),
        duration_seconds: double('Song length according to the latest event, in seconds'),
        ...SEEN_COLUMNS,
      },
      primaryKey: ['song_id'],
      expectations: [expectOrFail('seen_in_order', 'first_seen <= last_seen')],
      clusterBy: ['song_id'],
    });

    this.artists = new MaterializedView(this, 'silver_artists', {
      comment: 'One row per artist ever played.',
      inputs: { listens: this.listens },
      columns: {
        artist_id: string('Artist ID, a hash of the name; the key'),
        name: string('Artist name'),
        ...SEEN_COLUMNS,
      },
      primaryKey: ['artist_id'],
      expectations: [expectOrFail('seen_in_order', 'first_seen <= last_seen')],
      clusterBy: ['artist_id'],
    });

    this.locations = new MaterializedView(this, 'silver_locations', {
      comment: 'One row per city and state in which a user was ever seen.',
      inputs: { pageViews: this.pageViews },
      columns: {
        location_id: string('Location ID, a hash of city and state; the key'),
        city: string('City'),
        state: string('State, two-letter code'),
        zip: string('Postal code according to the latest event'),
        lon: double('Longitude according to the latest event, in degrees'),
        lat: double('Latitude according to the latest event, in degrees'),
        ...SEEN_COLUMNS,
      },
      primaryKey: ['location_id'],
      expectations: [expectOrFail('seen_in_order', 'first_seen <= last_seen')],
      clusterBy: ['location_id'],
    });

    this.activeUsers = new PublishedView(this, 'active_users', {
      comment: 'One row per user whose last session ended less than 30 minutes before the query.',
      inputs: [this.userSessions],
      columns: {
        userId: string('User ID'),
        last_session_end: timestamp('Time of the last page view'),
      },
    });
  }
}
