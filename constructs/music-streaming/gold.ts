import {
  bigint,
  date,
  double,
  expectOrFail,
  int,
  Layer,
  MaterializedView,
  type MedallionPipeline,
  PublishedView,
  personal,
  string,
  timestamp,
  withoutPersonalData,
} from '../medallion';
import type { SilverEntities } from './silver-entities';
import type { SilverEvents } from './silver-events';

/** Business metrics. */
export class GoldLayer extends Layer {
  readonly dailyUserMetrics: MaterializedView;
  readonly dailyActivity: MaterializedView;
  readonly dailySongPopularity: MaterializedView;
  readonly dailySongRanking: PublishedView;
  readonly dailyArtistPopularity: MaterializedView;
  readonly dailyArtistRanking: PublishedView;
  readonly dailyLocationMetrics: MaterializedView;
  readonly dailySubscriptions: MaterializedView;
  readonly hourlyLoginHealth: MaterializedView;
  readonly weeklyRetention: MaterializedView;
  readonly listensWide: MaterializedView;
  readonly listens: PublishedView;

  constructor(pipeline: MedallionPipeline, events: SilverEvents, entities: SilverEntities) {
    super(pipeline, 'gold', {
      comment: 'Metrics for analysts and dashboards. Hours, days and weeks are in UTC.',
    });

    this.dailyUserMetrics = new MaterializedView(this, 'gold_daily_user_metrics', {
      comment: 'One row per user per day, counted by the UTC day the session started.',
      inputs: {
        userSessions: entities.userSessions,
        listens: events.listens,
        userProfiles: events.userProfiles,
      },
      columns: {
        date: date('UTC day on which the sessions started'),
        ...personal({ userId: string('User ID') }),
        total_sessions: bigint('Sessions that started on the day'),
        total_page_views: bigint('Page views in these sessions, including songs'),
        total_duration_seconds: double('Total length of these sessions, in seconds'),
        songs_played: bigint('Songs played in these sessions'),
        listening_seconds: double('Total length of these songs, in seconds'),
        distinct_artists: bigint('Distinct artists of these songs'),
        level: string('Subscription level at the end of the day: free or paid'),
      },
      primaryKey: ['date', 'userId'],
      expectations: [
        expectOrFail('day_of_a_user', 'date IS NOT NULL AND userId IS NOT NULL'),
        expectOrFail('at_least_one_session', 'total_sessions >= 1'),
        expectOrFail('no_more_artists_than_songs', 'distinct_artists <= songs_played'),
      ],
      clusterBy: ['date'],
    });

    this.dailyActivity = new MaterializedView(this, 'gold_daily_activity', {
      comment:
        'One row per UTC day, including days without activity. A user is active on a day with a page view.',
      inputs: { dailyChanges: entities.dailyChanges, dailySessions: entities.dailySessions },
      columns: {
        date: date('UTC day'),
        daily_active_users: bigint('Users active on the day'),
        weekly_active_users: bigint('Users active on the day or in the 6 days before'),
        monthly_active_users: bigint('Users active on the day or in the 29 days before'),
        new_users: bigint('Active users for whom this is the first active day'),
        returning_users: bigint('Active users with an earlier active day'),
        sessions: bigint('Sessions that started on the day'),
        median_session_seconds: double('Median length of these sessions, in seconds; NULL without sessions'),
        p95_session_seconds: double(
          '95th percentile of the length of these sessions, in seconds; NULL without sessions',
        ),
        stickiness: double(
          'Daily active users divided by monthly active users, 0 to 1; NULL without monthly active users',
        ),
      },
      primaryKey: ['date'],
      expectations: [
        expectOrFail(
          'longer_spans_have_more_users',
          'daily_active_users <= weekly_active_users AND weekly_active_users <= monthly_active_users',
        ),
        expectOrFail('share_of_users', 'monthly_active_users = 0 OR stickiness BETWEEN 0 AND 1'),
      ],
      clusterBy: ['date'],
    });

    this.dailySongPopularity = new MaterializedView(this, 'gold_daily_song_popularity', {
      comment: 'One row per song per UTC day on which it was played.',
      inputs: { listens: events.listens },
      columns: {
        date: date('UTC day'),
        song_id: string('Song ID'),
        artist_id: string('Artist ID'),
        title: string('Song title'),
        artist: string('Artist name'),
        plays: bigint('Times the song was played'),
        listeners: bigint('Distinct users who played it'),
        listening_seconds: double('Total length of the plays, in seconds'),
      },
      primaryKey: ['date', 'song_id'],
      references: { song_id: entities.songs },
      expectations: [expectOrFail('played_by_somebody', 'plays >= 1 AND listeners BETWEEN 1 AND plays')],
      clusterBy: ['date'],
    });

    // Not a column of gold_daily_song_popularity: a rank over an aggregation cannot be refreshed incrementally.
    this.dailySongRanking = new PublishedView(this, 'gold_daily_song_ranking', {
      comment: 'One row per song per UTC day, ranked by plays. Filter by date.',
      inputs: [this.dailySongPopularity],
      columns: {
        ...this.dailySongPopularity.columns,
        rank: int('Rank among the songs of the day, starting at 1; ties share a rank'),
      },
    });

    this.dailyArtistPopularity = new MaterializedView(this, 'gold_daily_artist_popularity', {
      comment: 'One row per artist per UTC day on which the artist was played.',
      inputs: { listens: events.listens },
      columns: {
        date: date('UTC day'),
        artist_id: string('Artist ID'),
        artist: string('Artist name'),
        plays: bigint('Times songs of the artist were played'),
        listeners: bigint('Distinct users who played the artist'),
        songs: bigint('Distinct songs played'),
        listening_seconds: double('Total length of the plays, in seconds'),
      },
      primaryKey: ['date', 'artist_id'],
      references: { artist_id: entities.artists },
      expectations: [
        expectOrFail('played_by_somebody', 'plays >= 1 AND listeners BETWEEN 1 AND plays'),
        expectOrFail('no_more_songs_than_plays', 'songs BETWEEN 1 AND plays'),
      ],
      clusterBy: ['date'],
    });

    // Not a column of gold_daily_artist_popularity: a rank over an aggregation cannot be refreshed incrementally.
    this.dailyArtistRanking = new PublishedView(this, 'gold_daily_artist_ranking', {
      comment: 'One row per artist per UTC day, ranked by plays. Filter by date.',
      inputs: [this.dailyArtistPopularity],
      columns: {
        ...this.dailyArtistPopularity.columns,
        rank: int('Rank among the artists of the day, starting at 1; ties share a rank'),
      },
    });

    this.dailyLocationMetrics = new MaterializedView(this, 'gold_daily_location_metrics', {
      comment: 'One row per state per UTC day on which the service was used there.',
      inputs: { pageViews: events.pageViews, listens: events.listens },
      columns: {
        date: date('UTC day'),
        state: string("State, two-letter code; 'unknown' if the event has none"),
        active_users: bigint('Distinct users who viewed a page'),
        paid_users: bigint('Of these, users on the paid level'),
        page_views: bigint('Pages shown, including songs'),
        songs_played: bigint('Songs played'),
        listening_seconds: double('Total length of these songs, in seconds'),
      },
      primaryKey: ['date', 'state'],
      expectations: [
        expectOrFail('day_of_a_state', 'date IS NOT NULL AND state IS NOT NULL'),
        expectOrFail('payers_are_active', 'paid_users <= active_users'),
      ],
      clusterBy: ['date'],
    });

    this.dailySubscriptions = new MaterializedView(this, 'gold_daily_subscriptions', {
      comment: 'One row per UTC day, including days without activity: subscription changes and paying users.',
      inputs: { dailyChanges: entities.dailyChanges },
      columns: {
        date: date('UTC day'),
        upgrades: bigint('Changes from free to paid'),
        downgrades: bigint('Changes from paid to free'),
        paid_users: bigint('Users on the paid level at the end of the day'),
        upgrade_page_users: bigint('Distinct users who saw the Upgrade page'),
        converted_users: bigint('Of these, users who upgraded on the same day'),
        conversion_rate: double(
          'Converted users divided by Upgrade-page users, 0 to 1; NULL if no user saw the page',
        ),
      },
      primaryKey: ['date'],
      expectations: [
        expectOrFail('no_more_converted_than_offered', 'converted_users <= upgrade_page_users'),
        expectOrFail('payers_not_negative', 'paid_users >= 0'),
      ],
      clusterBy: ['date'],
    });

    this.hourlyLoginHealth = new MaterializedView(this, 'gold_hourly_login_health', {
      comment: 'One row per UTC hour with at least one login attempt.',
      inputs: { authAttempts: events.authAttempts },
      columns: {
        hour: timestamp('Start of the UTC hour'),
        attempts: bigint('Login attempts'),
        failures: bigint('Failed login attempts'),
        failure_rate: double('Failed attempts divided by all attempts, 0 to 1'),
      },
      primaryKey: ['hour'],
      expectations: [
        expectOrFail('at_least_one_attempt', 'attempts >= 1'),
        expectOrFail('share_of_attempts', 'failure_rate BETWEEN 0 AND 1'),
      ],
      clusterBy: ['hour'],
    });

    this.weeklyRetention = new MaterializedView(this, 'gold_weekly_retention', {
      comment: 'One row per cohort per week. A cohort is the users first active in the same UTC week.',
      inputs: { weeklyCohorts: entities.weeklyCohorts },
      columns: {
        cohort_week: date('Monday of the UTC week in which the users were first active'),
        weeks_since: int('Weeks since the cohort week, starting at 0'),
        cohort_users: bigint('Users in the cohort'),
        retained_users: bigint('Of these, users active in this week'),
        retention_rate: double('Retained users divided by cohort users, 0 to 1'),
      },
      primaryKey: ['cohort_week', 'weeks_since'],
      expectations: [
        expectOrFail('all_of_the_cohort_at_first', 'weeks_since > 0 OR retained_users = cohort_users'),
        expectOrFail('share_of_users', 'retention_rate BETWEEN 0 AND 1'),
      ],
      clusterBy: ['cohort_week'],
    });

    this.listensWide = new MaterializedView(this, 'gold_listens_wide', {
      comment: 'One row per listen, with song, artist, session and the user profile valid at event time.',
      inputs: {
        listens: events.listens,
        userProfiles: events.userProfiles,
        songs: entities.songs,
        artists: entities.artists,
        userSessions: entities.userSessions,
      },
      columns: {
        ...personal({ event_id: string('Event ID, the key') }),
        event_timestamp: timestamp('Time the song started'),
        ...personal({ userId: string('User ID'), sessionId: string('Session ID') }),
        user_level: string('Subscription level at event time: free or paid'),
        ...personal({
          user_gender: string('Gender: F or M'),
          user_state: string('User state at event time, two-letter code'),
          user_registered_at: timestamp('Registration time'),
        }),
        song_id: string('Song ID'),
        title: string('Song title'),
        artist_id: string('Artist ID'),
        artist: string('Artist name'),
        listened_seconds: double('Song length, in seconds; events do not record when playback stopped'),
        song_first_seen: timestamp('Time the song was first played by any user'),
        session_start: timestamp('Time of the first page view of the session; NULL if unknown'),
        session_duration_seconds: double('Session length, in seconds'),
        session_songs_played: bigint('Songs played in the session'),
        ...personal({ device_family: string('Device family or, failing that, operating system') }),
      },
      primaryKey: ['event_id'],
      references: { song_id: entities.songs, artist_id: entities.artists },
      expectations: [expectOrFail('song_known', 'title IS NOT NULL AND artist IS NOT NULL')],
      clusterBy: ['event_timestamp'],
    });

    this.listens = new PublishedView(this, 'gold_listens', {
      comment: 'One row per listen: gold_listens_wide without personal data.',
      inputs: [this.listensWide],
      columns: withoutPersonalData(this.listensWide.columns),
    });
  }
}
