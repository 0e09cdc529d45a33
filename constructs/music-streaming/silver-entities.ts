import {
  array,
  bigint,
  boolean,
  type Columns,
  date,
  double,
  expectOrFail,
  Layer,
  MaterializedView,
  type MedallionPipeline,
  PublishedView,
  personal,
  string,
  timestamp,
} from '../medallion';
import type { SilverEvents } from './silver-events';

/** First and last appearance, by event time. */
const SEEN_COLUMNS: Columns = {
  first_seen: timestamp('Event time of the earliest event'),
  last_seen: timestamp('Event time of the latest event'),
};

/** Silver of the analytics pipeline: the users' days and sessions, the songs and the places derived from events. */
export class SilverEntities extends Layer {
  readonly userDays: MaterializedView;
  readonly userSessions: MaterializedView;
  readonly songs: MaterializedView;
  readonly artists: MaterializedView;
  readonly locations: MaterializedView;
  readonly sessionPages: PublishedView;
  readonly userActivity: MaterializedView;
  readonly dailyChanges: MaterializedView;
  readonly dailySessions: MaterializedView;
  readonly weeklyCohorts: MaterializedView;

  constructor(pipeline: MedallionPipeline, events: SilverEvents) {
    super(pipeline, 'silver', {
      comment: 'Sessions, users, songs and places, derived from the events.',
    });

    this.userDays = new MaterializedView(this, 'silver_user_days', {
      comment: 'One row per user per UTC day on which the user viewed a page or changed subscription level.',
      inputs: { pageViews: events.pageViews, levelChanges: events.levelChanges },
      columns: {
        date: date('UTC day of the events'),
        ...personal({ userId: string('User ID') }),
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
      inputs: { pageViews: events.pageViews, listens: events.listens },
      columns: {
        ...personal({
          sessionId: string('Session ID; together with userId, the key'),
          userId: string('User ID; a session used by several users counts once per user'),
        }),
        page_views: bigint('Pages shown, including songs'),
        songs_played: bigint('Songs played'),
        listening_seconds: double('Total length of these songs, in seconds'),
        first_page: string('Page of the first page view'),
        last_page: string('Page of the last page view'),
        level_at_start: string('Subscription level at the first page view: free or paid'),
        level_at_end: string('Subscription level at the last page view: free or paid'),
        ...personal({
          device_family: string('Device family or, failing that, operating system at the last page view'),
        }),
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

    // Not AUTO CDC with SCD type 1: it keeps only the latest event, so a late event could not move first_seen.
    this.songs = new MaterializedView(this, 'silver_songs', {
      comment: 'One row per song ever played.',
      inputs: { listens: events.listens },
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
      inputs: { listens: events.listens },
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
      inputs: { pageViews: events.pageViews },
      columns: {
        ...personal({
          location_id: string('Location ID, a hash of city and state; the key'),
          city: string('City'),
          state: string('State, two-letter code'),
          zip: string('Postal code according to the latest event'),
          lon: double('Longitude according to the latest event, in degrees'),
          lat: double('Latitude according to the latest event, in degrees'),
        }),
        ...SEEN_COLUMNS,
      },
      primaryKey: ['location_id'],
      expectations: [expectOrFail('seen_in_order', 'first_seen <= last_seen')],
      clusterBy: ['location_id'],
    });

    // Not a column of silver_user_sessions: a set of values cannot be refreshed incrementally.
    this.sessionPages = new PublishedView(this, 'silver_session_pages', {
      comment: 'One row per session per user: the pages shown. Filter by sessionId or userId.',
      inputs: [events.pageViews],
      columns: {
        ...personal({
          sessionId: string('Session ID; together with userId, the key'),
          userId: string('User ID; a session used by several users counts once per user'),
        }),
        pages: array(string('name of a page'), 'Distinct pages shown, sorted by name'),
      },
    });

    this.userActivity = new MaterializedView(this, 'silver_user_activity', {
      comment: 'One row per user per UTC day on which the user viewed a page.',
      inputs: { userDays: this.userDays },
      columns: {
        ...personal({ userId: string('User ID') }),
        date: date('UTC day'),
        first_active_on: date('First day on which the user viewed a page'),
        previous_active_on: date('Nearest earlier day on which the user viewed a page; NULL if none'),
        next_active_on: date('Nearest later day on which the user viewed a page; NULL if none'),
      },
      primaryKey: ['userId', 'date'],
      expectations: [expectOrFail('active_from_the_first_day', 'first_active_on <= date')],
      clusterBy: ['userId'],
    });

    this.dailyChanges = new MaterializedView(this, 'silver_daily_changes', {
      comment: 'One row per UTC day on which the number of active or paying users may change.',
      inputs: {
        userActivity: this.userActivity,
        userDays: this.userDays,
        userProfiles: events.userProfiles,
      },
      columns: {
        date: date('UTC day'),
        active_users: bigint('Users who viewed a page'),
        weekly_change: bigint('Change in users who viewed a page on the day or in the 6 days before'),
        monthly_change: bigint('Change in users who viewed a page on the day or in the 29 days before'),
        new_users: bigint('Users who viewed a page for the first time'),
        users: bigint('Users who viewed a page or changed subscription level'),
        upgrades: bigint('Changes from free to paid'),
        downgrades: bigint('Changes from paid to free'),
        upgrade_page_users: bigint('Users who saw the Upgrade page'),
        converted_users: bigint('Of these, users who upgraded on the same day'),
        paid_change: bigint('Change in users on the paid level at the end of the day'),
      },
      primaryKey: ['date'],
      expectations: [expectOrFail('new_users_are_active', 'new_users <= active_users')],
      clusterBy: ['date'],
    });

    this.dailySessions = new MaterializedView(this, 'silver_daily_sessions', {
      comment: 'One row per UTC day on which a session started.',
      inputs: { userSessions: this.userSessions },
      columns: {
        date: date('UTC day on which the sessions started'),
        sessions: bigint('Sessions that started on the day'),
        median_session_seconds: double('Median length of these sessions, in seconds'),
        p95_session_seconds: double('95th percentile of the length of these sessions, in seconds'),
      },
      primaryKey: ['date'],
      expectations: [expectOrFail('percentiles_in_order', 'median_session_seconds <= p95_session_seconds')],
      clusterBy: ['date'],
    });

    this.weeklyCohorts = new MaterializedView(this, 'silver_weekly_cohorts', {
      comment: 'One row per cohort per week in which one of its users was active.',
      inputs: { userActivity: this.userActivity },
      columns: {
        cohort_week: date('Monday of the UTC week in which the users were first active'),
        week: date('Monday of the UTC week'),
        users: bigint('Users of the cohort who were active in the week'),
      },
      primaryKey: ['cohort_week', 'week'],
      expectations: [expectOrFail('active_from_the_first_week', 'cohort_week <= week')],
      clusterBy: ['cohort_week'],
    });
  }
}
