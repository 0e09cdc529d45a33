import { AutoCdcTable } from '../medallion/auto-cdc-table';
import {
  array,
  bigint,
  boolean,
  type Columns,
  date,
  double,
  int,
  personal,
  string,
  timestamp,
} from '../medallion/column';
import type { Deduplication } from '../medallion/deduplication';
import { expectOrFail } from '../medallion/expectation';
import { Layer, type MedallionPipeline } from '../medallion/graph';
import { MaterializedView } from '../medallion/materialized-view';
import { PublishedView } from '../medallion/published-view';
import { StreamingTable } from '../medallion/streaming-table';
import type { BronzeLayer } from './bronze';

/** An event that comes again within a week of Kafka's time is recognised, however late it is by its own. */
const EACH_EVENT_ONCE: Deduplication = { keys: ['event_id'], within: '7 days', time: 'kafka_timestamp' };

/** What every event has, whatever its topic. */
const EVENT_COLUMNS: Columns = {
  event_id: string('Event; the key'),
  event_timestamp: timestamp('Time of the event'),
  kafka_timestamp: timestamp('Time of its first delivery'),
  userId: string('User'),
  sessionId: string('Session'),
};

/** When something was seen, by the time of events. */
const SEEN_COLUMNS: Columns = {
  first_seen: timestamp('Time of the earliest event'),
  last_seen: timestamp('Time of the latest event'),
};

/** Events, each counted once, and what they say of users, sessions, songs and places. */
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
      comment: 'Events, sessions, users, songs and places. An event that was delivered twice counts once.',
    });

    this.pageViews = new StreamingTable(this, 'silver_page_views', {
      comment: 'One row an event: a page that was shown to a signed-in user.',
      transform: 'notebooks/silver/page_views.py',
      inputs: { pageViewEvents: bronze.pageViewEvents },
      deduplicate: EACH_EVENT_ONCE,
      columns: {
        ...EVENT_COLUMNS,
        itemInSession: int('Position of the event in its session, from 0'),
        page: string('Page that was shown; NextSong for a song'),
        method: string('HTTP method of the request'),
        status: int('HTTP status of the response'),
        level: string('Subscription level at that moment: free or paid'),
        ...personal({
          firstName: string('First name of the user'),
          lastName: string('Last name of the user'),
        }),
        gender: string('Gender of the user: F or M'),
        registration: bigint('Time of registration, in milliseconds since 1970 UTC'),
        ...personal({
          location_id: string('Place: hash of city and state; NULL if neither is known'),
          city: string('City of the user'),
          zip: string('Postal code of the user'),
          state: string('State of the user, two letters'),
          lon: double('Longitude of the user, in degrees'),
          lat: double('Latitude of the user, in degrees'),
        }),
        userAgent: string('User agent of the browser'),
        device_family: string('Family of the device, or of its operating system; Other if not known'),
      },
      primaryKey: ['event_id'],
      expectations: [expectOrFail('event_of_a_user', 'event_timestamp IS NOT NULL AND userId IS NOT NULL')],
      clusterBy: ['event_timestamp'],
    });

    this.listens = new StreamingTable(this, 'silver_listens', {
      comment: 'One row an event: a song that a signed-in user played.',
      transform: 'notebooks/silver/listens.py',
      inputs: { listenEvents: bronze.listenEvents },
      deduplicate: EACH_EVENT_ONCE,
      columns: {
        ...EVENT_COLUMNS,
        itemInSession: int('Position of the event in its session, from 0'),
        level: string('Subscription level at that moment: free or paid'),
        ...personal({ state: string('State of the user, two letters') }),
        song_id: string('Song: hash of artist and title'),
        artist_id: string('Artist: hash of the name'),
        song: string('Title of the song'),
        artist: string('Name of the artist'),
        listened_seconds: double('Length of the song, in seconds; events do not tell when it was left'),
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
      comment: 'One row an event: an attempt to log in or out.',
      transform: 'notebooks/silver/auth_attempts.py',
      inputs: { authEvents: bronze.authEvents },
      deduplicate: EACH_EVENT_ONCE,
      columns: {
        ...EVENT_COLUMNS,
        userId: string('User; NULL for who logs in, and is nobody yet'),
        action: string('What was attempted: login or logout'),
        success: boolean('Whether it succeeded'),
        level: string('Subscription level at that moment: free or paid'),
      },
      primaryKey: ['event_id'],
      expectations: [
        expectOrFail('attempt_with_outcome', 'event_timestamp IS NOT NULL AND success IS NOT NULL'),
        expectOrFail('login_or_logout', "action IN ('login', 'logout')"),
      ],
      clusterBy: ['event_timestamp'],
    });

    this.levelChanges = new StreamingTable(this, 'silver_level_changes', {
      comment: 'One row an event: a user who changed the subscription level.',
      transform: 'notebooks/silver/level_changes.py',
      inputs: { statusChangeEvents: bronze.statusChangeEvents },
      deduplicate: EACH_EVENT_ONCE,
      columns: {
        ...EVENT_COLUMNS,
        previous_level: string('Subscription level before: free or paid'),
        new_level: string('Subscription level from then on: free or paid'),
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
      comment: 'One row per user per UTC day with a page view or a change of level.',
      transform: 'notebooks/silver/user_days.py',
      inputs: { pageViews: this.pageViews, levelChanges: this.levelChanges },
      columns: {
        date: date('UTC day of the events'),
        userId: string('User'),
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
      comment: 'One row a session of a user, from the first to the last page view.',
      transform: 'notebooks/silver/user_sessions.py',
      inputs: { pageViews: this.pageViews, listens: this.listens },
      columns: {
        sessionId: string('Session; with userId the key of the row'),
        userId: string('User; a session that changes hands is one session of each user'),
        page_views: bigint('Pages that were shown, songs included'),
        songs_played: bigint('Songs that were played'),
        listening_seconds: double('Length of these songs together, in seconds'),
        pages: array(string('name of a page'), 'The different pages that were shown, sorted by name'),
        first_page: string('Page of the first page view'),
        last_page: string('Page of the last page view'),
        level_at_start: string('Subscription level at the first page view: free or paid'),
        level_at_end: string('Subscription level at the last page view: free or paid'),
        device_family: string('Family of the device, or of its operating system, at the last page view'),
        session_start: timestamp('Time of the first page view'),
        session_end: timestamp('Time of the last page view'),
        duration_seconds: double('From the first to the last page view, in seconds'),
      },
      primaryKey: ['sessionId', 'userId'],
      expectations: [
        expectOrFail('session_of_a_user', 'sessionId IS NOT NULL AND userId IS NOT NULL'),
        expectOrFail('duration_not_negative', 'duration_seconds >= 0'),
      ],
      clusterBy: ['session_start'],
    });

    this.userProfiles = new AutoCdcTable(this, 'silver_user_profiles', {
      comment: 'One row a version of a user: how a profile was from one moment to another.',
      transform: 'notebooks/silver/user_profiles.py',
      inputs: { pageViews: this.pageViews },
      columns: {
        userId: string('User; the key'),
        ...personal({ firstName: string('First name'), lastName: string('Last name') }),
        gender: string('Gender: F or M'),
        level: string('Subscription level: free or paid'),
        ...personal({ city: string('City'), state: string('State, two letters') }),
        registration: bigint('Time of registration, in milliseconds since 1970 UTC'),
        event_timestamp: timestamp('Time of the event that shows the profile'),
      },
      expectations: [expectOrFail('profile_of_a_user', 'userId IS NOT NULL AND event_timestamp IS NOT NULL')],
      keys: ['userId'],
      sequenceBy: 'event_timestamp',
      exceptColumns: ['event_timestamp'],
      scdType: 2,
      clusterBy: ['userId'],
    });

    // No AUTO CDC of type 1 here: it keeps the row of the latest event, and a late one could not move first_seen.
    this.songs = new MaterializedView(this, 'silver_songs', {
      comment: 'One row a song that was ever played.',
      transform: 'notebooks/silver/songs.py',
      inputs: { listens: this.listens },
      columns: {
        song_id: string('Song: hash of artist and title; the key'),
        artist_id: string('Artist: hash of the name'),
        title: string('Title'),
        artist: string('Name of the artist'),
        duration_seconds: double('Length as the latest event has it, in seconds'),
        ...SEEN_COLUMNS,
      },
      primaryKey: ['song_id'],
      expectations: [expectOrFail('seen_in_order', 'first_seen <= last_seen')],
      clusterBy: ['song_id'],
    });

    this.artists = new MaterializedView(this, 'silver_artists', {
      comment: 'One row an artist who was ever played.',
      transform: 'notebooks/silver/artists.py',
      inputs: { listens: this.listens },
      columns: {
        artist_id: string('Artist: hash of the name; the key'),
        name: string('Name'),
        ...SEEN_COLUMNS,
      },
      primaryKey: ['artist_id'],
      expectations: [expectOrFail('seen_in_order', 'first_seen <= last_seen')],
      clusterBy: ['artist_id'],
    });

    this.locations = new MaterializedView(this, 'silver_locations', {
      comment: 'One row a city of a state that users were ever seen in.',
      transform: 'notebooks/silver/locations.py',
      inputs: { pageViews: this.pageViews },
      columns: {
        location_id: string('Place: hash of city and state; the key'),
        city: string('City'),
        state: string('State, two letters'),
        zip: string('Postal code as the latest event has it'),
        lon: double('Longitude as the latest event has it, in degrees'),
        lat: double('Latitude as the latest event has it, in degrees'),
        ...SEEN_COLUMNS,
      },
      primaryKey: ['location_id'],
      expectations: [expectOrFail('seen_in_order', 'first_seen <= last_seen')],
      clusterBy: ['location_id'],
    });

    this.activeUsers = new PublishedView(this, 'active_users', {
      comment: 'One row a user whose last session ended within 30 minutes before the query.',
      query: 'notebooks/silver/active_users.sql',
      inputs: [this.userSessions],
      columns: {
        userId: string('User'),
        last_session_end: timestamp('Time of the last page view'),
      },
    });
  }
}
