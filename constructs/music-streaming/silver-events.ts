import {
  AutoCdcTable,
  bigint,
  boolean,
  type Columns,
  type Deduplication,
  double,
  expectOrFail,
  int,
  Layer,
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
  ...personal({ event_id: string('Event ID, the key') }),
  event_timestamp: timestamp('Event time'),
  kafka_timestamp: timestamp('Kafka time of the first delivery'),
  ...personal({ userId: string('User ID'), sessionId: string('Session ID') }),
};

/** Silver of the ingestion pipeline: deduplicated events, and what is as fresh as they are. */
export class SilverEvents extends Layer {
  readonly pageViews: StreamingTable;
  readonly listens: StreamingTable;
  readonly authAttempts: StreamingTable;
  readonly levelChanges: StreamingTable;
  readonly userProfiles: AutoCdcTable;
  readonly activeUsers: PublishedView;

  constructor(pipeline: MedallionPipeline, bronze: BronzeLayer) {
    super(pipeline, 'silver', {
      comment: 'Deduplicated events, the history of user profiles, and the users who are active now.',
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
          gender: string('User gender: F or M'),
          registration: bigint('Registration time, in milliseconds since 1970 UTC'),
          location_id: string('Location ID, a hash of city and state; NULL if neither is known'),
          city: string('User city'),
          zip: string('User postal code'),
          state: string('User state, two-letter code'),
          lon: double('User longitude, in degrees'),
          lat: double('User latitude, in degrees'),
          userAgent: string('Browser user agent'),
          device_family: string('Device family or, failing that, operating system; Other if unknown'),
        }),
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
        ...personal({ userId: string('User ID; NULL for login attempts, which have no user yet') }),
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

    this.userProfiles = new AutoCdcTable(this, 'silver_user_profiles', {
      comment: 'One row per version of a user profile, with the period in which it was valid.',
      inputs: { pageViews: this.pageViews },
      columns: {
        ...personal({
          userId: string('User ID, the key'),
          firstName: string('First name'),
          lastName: string('Last name'),
          gender: string('Gender: F or M'),
        }),
        level: string('Subscription level: free or paid'),
        ...personal({
          city: string('City'),
          state: string('State, two-letter code'),
          registration: bigint('Registration time, in milliseconds since 1970 UTC'),
        }),
        event_timestamp: timestamp('Event time of the page view that carried the profile'),
      },
      expectations: [expectOrFail('profile_of_a_user', 'userId IS NOT NULL AND event_timestamp IS NOT NULL')],
      keys: ['userId'],
      sequenceBy: 'event_timestamp',
      exceptColumns: ['event_timestamp'],
      scdType: 2,
      clusterBy: ['userId'],
    });

    this.activeUsers = new PublishedView(this, 'active_users', {
      comment: 'One row per user who viewed a page in the 30 minutes before the query.',
      inputs: [this.pageViews],
      columns: {
        ...personal({ userId: string('User ID') }),
        last_page_view: timestamp('Time of the last page view'),
      },
    });
  }
}
