import {
  bigint,
  date,
  double,
  int,
  personal,
  string,
  timestamp,
  withoutPersonalData,
} from '../medallion/column';
import { expectOrFail } from '../medallion/expectation';
import { Layer, type MedallionPipeline } from '../medallion/graph';
import { MaterializedView } from '../medallion/materialized-view';
import { PublishedView } from '../medallion/published-view';
import type { SilverLayer } from './silver';

/** Figures that the business reads. */
export class GoldLayer extends Layer {
  readonly dailyUserMetrics: MaterializedView;
  readonly dailyActivity: MaterializedView;
  readonly dailySongPopularity: MaterializedView;
  readonly dailyArtistPopularity: MaterializedView;
  readonly dailyLocationMetrics: MaterializedView;
  readonly dailySubscriptions: MaterializedView;
  readonly hourlyLoginHealth: MaterializedView;
  readonly weeklyRetention: MaterializedView;
  readonly listensWide: MaterializedView;
  readonly listens: PublishedView;

  constructor(pipeline: MedallionPipeline, silver: SilverLayer) {
    super(pipeline, 'gold', {
      comment: 'Figures for analysts and dashboards. Hours, days and weeks are UTC.',
    });

    this.dailyUserMetrics = new MaterializedView(this, 'gold_daily_user_metrics', {
      comment: 'One row a user a day: the sessions that began on that day.',
      transform: 'notebooks/gold/daily_user_metrics.py',
      inputs: {
        userSessions: silver.userSessions,
        listens: silver.listens,
        userProfiles: silver.userProfiles,
      },
      columns: {
        date: date('UTC day on which the sessions began'),
        userId: string('User'),
        total_sessions: bigint('Sessions that began on the day'),
        total_page_views: bigint('Page views in these sessions, songs included'),
        total_duration_seconds: double('Length of these sessions together, in seconds'),
        songs_played: bigint('Songs that were played in these sessions'),
        listening_seconds: double('Length of these songs together, in seconds'),
        distinct_artists: bigint('Different artists of these songs'),
        level: string("Subscription level at the day's end: free or paid"),
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
        'One row a day, quiet days included: how many people use the service. Active is who views a page.',
      transform: 'notebooks/gold/daily_activity.py',
      inputs: { userDays: silver.userDays, userSessions: silver.userSessions },
      columns: {
        date: date('UTC day'),
        daily_active_users: bigint('Users who were active on the day'),
        weekly_active_users: bigint('Users who were active on the day or one of the 6 days before'),
        monthly_active_users: bigint('Users who were active on the day or one of the 29 days before'),
        new_users: bigint('Users who were active for the first time'),
        returning_users: bigint('Users who were active, and not for the first time'),
        sessions: bigint('Sessions that began on the day'),
        median_session_seconds: double('Median length of these sessions, in seconds; NULL without a session'),
        p95_session_seconds: double('95th percentile of their length, in seconds; NULL without a session'),
        stickiness: double('Daily active users as a share of monthly ones, 0 to 1; NULL if there are none'),
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
      comment: 'One row a song a day on which it was played.',
      transform: 'notebooks/gold/daily_song_popularity.py',
      inputs: { listens: silver.listens },
      columns: {
        date: date('UTC day'),
        song_id: string('Song'),
        artist_id: string('Artist'),
        title: string('Title of the song'),
        artist: string('Name of the artist'),
        plays: bigint('How often it was played'),
        listeners: bigint('Users who played it'),
        listening_seconds: double('Length of the plays together, in seconds'),
        rank: int('Place among the songs of the day by plays, from 1; equal plays have equal rank'),
      },
      primaryKey: ['date', 'song_id'],
      references: { song_id: silver.songs },
      expectations: [
        expectOrFail('played_by_somebody', 'plays >= 1 AND listeners BETWEEN 1 AND plays'),
        expectOrFail('ranked_from_one', 'rank >= 1'),
      ],
      clusterBy: ['date'],
    });

    this.dailyArtistPopularity = new MaterializedView(this, 'gold_daily_artist_popularity', {
      comment: 'One row an artist a day on which the artist was played.',
      transform: 'notebooks/gold/daily_artist_popularity.py',
      inputs: { listens: silver.listens },
      columns: {
        date: date('UTC day'),
        artist_id: string('Artist'),
        artist: string('Name of the artist'),
        plays: bigint('How often songs of the artist were played'),
        listeners: bigint('Users who played one'),
        songs: bigint('Different songs that were played'),
        listening_seconds: double('Length of the plays together, in seconds'),
        rank: int('Place among the artists of the day by plays, from 1; equal plays have equal rank'),
      },
      primaryKey: ['date', 'artist_id'],
      references: { artist_id: silver.artists },
      expectations: [
        expectOrFail('played_by_somebody', 'plays >= 1 AND listeners BETWEEN 1 AND plays'),
        expectOrFail('no_more_songs_than_plays', 'songs BETWEEN 1 AND plays'),
        expectOrFail('ranked_from_one', 'rank >= 1'),
      ],
      clusterBy: ['date'],
    });

    this.dailyLocationMetrics = new MaterializedView(this, 'gold_daily_location_metrics', {
      comment: 'One row a state a day: where the service is used.',
      transform: 'notebooks/gold/daily_location_metrics.py',
      inputs: { pageViews: silver.pageViews, listens: silver.listens },
      columns: {
        date: date('UTC day'),
        state: string('State, two letters; unknown if events do not say'),
        active_users: bigint('Users who viewed a page'),
        paid_users: bigint('Of them, users who were on the paid level'),
        page_views: bigint('Pages that were shown, songs included'),
        songs_played: bigint('Songs that were played'),
        listening_seconds: double('Length of these songs together, in seconds'),
      },
      primaryKey: ['date', 'state'],
      expectations: [
        expectOrFail('day_of_a_state', 'date IS NOT NULL AND state IS NOT NULL'),
        expectOrFail('payers_are_active', 'paid_users <= active_users'),
      ],
      clusterBy: ['date'],
    });

    this.dailySubscriptions = new MaterializedView(this, 'gold_daily_subscriptions', {
      comment: 'One row a day, quiet days included: how many people pay, and how many begin and end to.',
      transform: 'notebooks/gold/daily_subscriptions.py',
      inputs: { userDays: silver.userDays, userProfiles: silver.userProfiles },
      columns: {
        date: date('UTC day'),
        upgrades: bigint('Changes from free to paid'),
        downgrades: bigint('Changes from paid to free'),
        paid_users: bigint("Users whose profile shows the paid level at the day's end"),
        upgrade_page_users: bigint('Users who saw the Upgrade page'),
        converted_users: bigint('Of them, users who upgraded on the same day'),
        conversion_rate: double('Share of them who upgraded, from 0 to 1; NULL if nobody saw the page'),
      },
      primaryKey: ['date'],
      expectations: [
        expectOrFail('no_more_converted_than_offered', 'converted_users <= upgrade_page_users'),
        expectOrFail('payers_not_negative', 'paid_users >= 0'),
      ],
      clusterBy: ['date'],
    });

    this.hourlyLoginHealth = new MaterializedView(this, 'gold_hourly_login_health', {
      comment: 'One row an hour in which somebody tried to log in.',
      transform: 'notebooks/gold/hourly_login_health.py',
      inputs: { authAttempts: silver.authAttempts },
      columns: {
        hour: timestamp('Beginning of the UTC hour'),
        attempts: bigint('Attempts to log in'),
        failures: bigint('Attempts that failed'),
        failure_rate: double('Share of attempts that failed, from 0 to 1'),
      },
      primaryKey: ['hour'],
      expectations: [
        expectOrFail('at_least_one_attempt', 'attempts >= 1'),
        expectOrFail('share_of_attempts', 'failure_rate BETWEEN 0 AND 1'),
      ],
      clusterBy: ['hour'],
    });

    this.weeklyRetention = new MaterializedView(this, 'gold_weekly_retention', {
      comment:
        'One row a cohort a week: of the users who came first in one week, how many came in a later one.',
      transform: 'notebooks/gold/weekly_retention.py',
      inputs: { userDays: silver.userDays },
      columns: {
        cohort_week: date('Monday of the UTC week in which the users were active first'),
        weeks_since: int('Weeks since then, from 0'),
        cohort_users: bigint('Users of the cohort'),
        retained_users: bigint('Of them, users who were active in this week'),
        retention_rate: double('Share of them who were active in this week, from 0 to 1'),
      },
      primaryKey: ['cohort_week', 'weeks_since'],
      expectations: [
        expectOrFail('all_of_the_cohort_at_first', 'weeks_since > 0 OR retained_users = cohort_users'),
        expectOrFail('share_of_users', 'retention_rate BETWEEN 0 AND 1'),
      ],
      clusterBy: ['cohort_week'],
    });

    this.listensWide = new MaterializedView(this, 'gold_listens_wide', {
      comment:
        'One row a listen, with song, artist, session, and the user as the profile was at that moment.',
      transform: 'notebooks/gold/listens_wide.py',
      inputs: {
        listens: silver.listens,
        userProfiles: silver.userProfiles,
        songs: silver.songs,
        artists: silver.artists,
        userSessions: silver.userSessions,
      },
      columns: {
        event_id: string('Event; the key'),
        event_timestamp: timestamp('Time at which the song began'),
        userId: string('User'),
        sessionId: string('Session'),
        user_level: string('Subscription level at that moment: free or paid'),
        user_gender: string('Gender: F or M'),
        ...personal({ user_state: string('State at that moment, two letters') }),
        user_registered_at: timestamp('Time of registration'),
        song_id: string('Song'),
        title: string('Title of the song'),
        artist_id: string('Artist'),
        artist: string('Name of the artist'),
        listened_seconds: double('Length of the song, in seconds; events do not tell when it was left'),
        song_first_seen: timestamp('Time at which anybody played the song first'),
        session_start: timestamp('Time of the first page view of the session; NULL if none is known'),
        session_duration_seconds: double('Length of the session, in seconds'),
        session_songs_played: bigint('Songs that were played in the session'),
        device_family: string('Family of the device, or of its operating system'),
      },
      primaryKey: ['event_id'],
      references: { song_id: silver.songs, artist_id: silver.artists },
      expectations: [expectOrFail('song_known', 'title IS NOT NULL AND artist IS NOT NULL')],
      clusterBy: ['event_timestamp'],
    });

    this.listens = new PublishedView(this, 'gold_listens', {
      comment: 'One row a listen: the wide table without personal data.',
      query: 'notebooks/gold/listens.sql',
      inputs: [this.listensWide],
      columns: withoutPersonalData(this.listensWide.columns),
    });
  }
}
