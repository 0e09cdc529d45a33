import { type MedallionPlatform, QualityCheck } from '../medallion';
import type { GoldLayer } from './gold';
import type { SilverEntities } from './silver-entities';
import type { SilverEvents } from './silver-events';

/**
 * Add the checks across tables of the platform: gold metrics add up to the silver events, and gold is as fresh as
 * silver. Checks that follow from the datasets themselves, such as keys and references, are generated.
 */
export function addQualityChecks(
  platform: MedallionPlatform,
  events: SilverEvents,
  entities: SilverEntities,
  gold: GoldLayer,
): void {
  new QualityCheck(platform, 'sessions_have_all_page_views', {
    comment: 'Page views summed over all sessions equal all page views.',
    inputs: [entities.userSessions, events.pageViews],
    query: `
      SELECT in_sessions, in_events
      FROM (SELECT coalesce(sum(page_views), 0) AS in_sessions FROM silver_user_sessions)
      CROSS JOIN (SELECT count(*) AS in_events FROM silver_page_views)
      WHERE in_sessions <> in_events
    `,
  });

  new QualityCheck(platform, 'sessions_have_their_songs', {
    comment: 'Songs summed over all sessions equal all listens that belong to a session.',
    inputs: [entities.userSessions, events.listens],
    query: `
      SELECT in_sessions, in_events
      FROM (SELECT coalesce(sum(songs_played), 0) AS in_sessions FROM silver_user_sessions)
      CROSS JOIN (
        SELECT count(*) AS in_events
        FROM silver_listens LEFT SEMI JOIN silver_user_sessions USING (sessionId, userId)
      )
      WHERE in_sessions <> in_events
    `,
  });

  new QualityCheck(platform, 'users_have_all_sessions', {
    comment: 'Sessions, page views and songs summed over users and days equal those of all sessions.',
    inputs: [gold.dailyUserMetrics, entities.userSessions],
    query: `
      SELECT of_users, of_sessions
      FROM (
        SELECT struct(sum(total_sessions), sum(total_page_views), sum(songs_played)) AS of_users
        FROM gold_daily_user_metrics
      )
      CROSS JOIN (
        SELECT struct(count(*), sum(page_views), sum(songs_played)) AS of_sessions
        FROM silver_user_sessions
      )
      WHERE to_json(of_users) <> to_json(of_sessions)
    `,
  });

  new QualityCheck(platform, 'days_have_all_sessions', {
    comment: 'Sessions summed over all days equal all sessions.',
    inputs: [gold.dailyActivity, entities.userSessions],
    query: `
      SELECT of_days, of_sessions
      FROM (SELECT coalesce(sum(sessions), 0) AS of_days FROM gold_daily_activity)
      CROSS JOIN (SELECT count(*) AS of_sessions FROM silver_user_sessions)
      WHERE of_days <> of_sessions
    `,
  });

  new QualityCheck(platform, 'users_are_new_once', {
    comment: 'New users summed over all days equal all users who viewed a page.',
    inputs: [gold.dailyActivity, events.pageViews],
    query: `
      SELECT of_days, of_events
      FROM (SELECT coalesce(sum(new_users), 0) AS of_days FROM gold_daily_activity)
      CROSS JOIN (SELECT count(DISTINCT userId) AS of_events FROM silver_page_views)
      WHERE of_days <> of_events
    `,
  });

  new QualityCheck(platform, 'songs_have_all_plays', {
    comment: 'Plays summed over the songs of a day equal the listens of the day.',
    inputs: [gold.dailySongPopularity, events.listens],
    query: `
      SELECT date, plays, listens
      FROM (SELECT date, sum(plays) AS plays FROM gold_daily_song_popularity GROUP BY date)
      FULL JOIN (
        SELECT to_date(event_timestamp) AS date, count(*) AS listens FROM silver_listens GROUP BY 1
      ) USING (date)
      WHERE NOT plays <=> listens
    `,
  });

  new QualityCheck(platform, 'artists_have_all_plays', {
    comment: 'Plays summed over the artists of a day equal the listens of the day.',
    inputs: [gold.dailyArtistPopularity, events.listens],
    query: `
      SELECT date, plays, listens
      FROM (SELECT date, sum(plays) AS plays FROM gold_daily_artist_popularity GROUP BY date)
      FULL JOIN (
        SELECT to_date(event_timestamp) AS date, count(*) AS listens FROM silver_listens GROUP BY 1
      ) USING (date)
      WHERE NOT plays <=> listens
    `,
  });

  new QualityCheck(platform, 'states_have_all_events', {
    comment: 'Page views summed over the states of a day equal the page views of the day.',
    inputs: [gold.dailyLocationMetrics, events.pageViews],
    query: `
      SELECT date, of_states, of_events
      FROM (SELECT date, sum(page_views) AS of_states FROM gold_daily_location_metrics GROUP BY date)
      FULL JOIN (
        SELECT to_date(event_timestamp) AS date, count(*) AS of_events FROM silver_page_views GROUP BY 1
      ) USING (date)
      WHERE NOT of_states <=> coalesce(of_events, 0)
    `,
  });

  new QualityCheck(platform, 'days_have_all_level_changes', {
    comment: 'Upgrades and downgrades summed over all days equal all level changes.',
    inputs: [gold.dailySubscriptions, events.levelChanges],
    query: `
      SELECT of_days, of_events
      FROM (SELECT coalesce(sum(upgrades + downgrades), 0) AS of_days FROM gold_daily_subscriptions)
      CROSS JOIN (SELECT count(*) AS of_events FROM silver_level_changes)
      WHERE of_days <> of_events
    `,
  });

  new QualityCheck(platform, 'hours_have_all_logins', {
    comment: 'Attempts summed over all hours equal all login attempts.',
    inputs: [gold.hourlyLoginHealth, events.authAttempts],
    query: `
      SELECT of_hours, of_events
      FROM (SELECT coalesce(sum(attempts), 0) AS of_hours FROM gold_hourly_login_health)
      CROSS JOIN (SELECT count_if(action = 'login') AS of_events FROM silver_auth_attempts)
      WHERE of_hours <> of_events
    `,
  });

  new QualityCheck(platform, 'cohorts_have_all_users', {
    comment: 'Users summed over all cohorts equal all users who viewed a page.',
    inputs: [gold.weeklyRetention, events.pageViews],
    query: `
      SELECT of_cohorts, of_events
      FROM (
        SELECT coalesce(sum(cohort_users), 0) AS of_cohorts FROM gold_weekly_retention WHERE weeks_since = 0
      )
      CROSS JOIN (SELECT count(DISTINCT userId) AS of_events FROM silver_page_views)
      WHERE of_cohorts <> of_events
    `,
  });

  new QualityCheck(platform, 'wide_table_has_each_listen_once', {
    comment: 'The wide table has each listen exactly once.',
    inputs: [gold.listensWide, events.listens],
    query: `
      SELECT event_id FROM silver_listens LEFT ANTI JOIN gold_listens_wide USING (event_id)
      UNION ALL
      SELECT event_id FROM gold_listens_wide LEFT ANTI JOIN silver_listens USING (event_id)
    `,
  });

  new QualityCheck(platform, 'gold_is_as_fresh_as_silver', {
    comment: 'The last day of gold is the last day of silver.',
    inputs: [gold.dailyActivity, gold.dailySongPopularity, events.pageViews, events.listens],
    query: `
      SELECT last_days.*
      FROM (
        SELECT
          (SELECT max(date) FROM gold_daily_activity) AS of_activity,
          (SELECT to_date(max(event_timestamp)) FROM silver_page_views) AS of_page_views,
          (SELECT max(date) FROM gold_daily_song_popularity) AS of_songs,
          (SELECT to_date(max(event_timestamp)) FROM silver_listens) AS of_listens
      ) AS last_days
      WHERE NOT of_activity <=> of_page_views OR NOT of_songs <=> of_listens
    `,
  });
}
