import type { Dataset } from '../medallion';
import { type DashboardDataset, quotedName } from '../workspace';
import type { MusicStreamingPipeline } from './music-streaming-pipeline';

/** Where the tables are that the music dashboard reads. */
export interface MusicQueriesProps {
  readonly pipeline: MusicStreamingPipeline;

  /** Catalog of the tables; may be a reference. */
  readonly catalog: string;

  /** Schema of the tables; may be a reference. */
  readonly schema: string;
}

/** The queries of the music dashboard, by what they tell. All read gold, and whole days only: today has just begun. */
export function musicQueries({ pipeline: { gold }, catalog, schema }: MusicQueriesProps) {
  const named = ({ name }: Dataset) => quotedName({ catalog, schema, name });
  /** The last days that a table knows of, today left out: an example from years ago is shown as well. */
  const lastDays = (table: Dataset, days: number) =>
    `date < current_date() AND date > date_sub((SELECT max(date) FROM ${named(table)} WHERE date < current_date()), ${days})`;

  return {
    activity: {
      name: 'activity',
      title: 'Active users by day',
      query: `SELECT
  date, daily_active_users, weekly_active_users, monthly_active_users, new_users, returning_users, stickiness,
  sessions, median_session_seconds / 60 AS median_session_minutes
FROM ${named(gold.dailyActivity)}
WHERE ${lastDays(gold.dailyActivity, 90)}
ORDER BY date`,
    },
    yesterday: {
      name: 'yesterday',
      title: 'The last whole day',
      query: `SELECT activity.date, daily_active_users, monthly_active_users, stickiness, paid_users
FROM ${named(gold.dailyActivity)} AS activity
LEFT JOIN ${named(gold.dailySubscriptions)} AS subscriptions ON subscriptions.date = activity.date
WHERE activity.date < current_date()
ORDER BY activity.date DESC
LIMIT 1`,
    },
    retention: {
      name: 'retention',
      title: 'Users who came again, by weeks since their first',
      query: `SELECT weeks_since, sum(cohort_users) AS cohort_users, sum(retained_users) / sum(cohort_users) AS retention_rate
FROM ${named(gold.weeklyRetention)}
WHERE weeks_since <= 12
GROUP BY weeks_since
ORDER BY weeks_since`,
    },
    plays: {
      name: 'plays',
      title: 'Songs played by day',
      query: `SELECT date, sum(plays) AS plays, round(sum(CAST(listening_seconds AS DECIMAL(18, 6))) / 3600, 1) AS listening_hours
FROM ${named(gold.dailyArtistPopularity)}
WHERE ${lastDays(gold.dailyArtistPopularity, 90)}
GROUP BY date
ORDER BY date`,
    },
    topSongs: {
      name: 'top_songs',
      title: 'Songs played most in 30 days',
      query: `SELECT title, artist, sum(plays) AS plays, round(sum(CAST(listening_seconds AS DECIMAL(18, 6))) / 3600, 1) AS listening_hours
FROM ${named(gold.dailySongPopularity)}
WHERE ${lastDays(gold.dailySongPopularity, 30)}
GROUP BY song_id, title, artist
ORDER BY plays DESC, title, artist
LIMIT 25`,
    },
    topArtists: {
      name: 'top_artists',
      title: 'Artists played most in 30 days',
      query: `SELECT artist, sum(plays) AS plays, round(sum(CAST(listening_seconds AS DECIMAL(18, 6))) / 3600, 1) AS listening_hours
FROM ${named(gold.dailyArtistPopularity)}
WHERE ${lastDays(gold.dailyArtistPopularity, 30)}
GROUP BY artist_id, artist
ORDER BY plays DESC, artist
LIMIT 25`,
    },
    states: {
      name: 'states',
      title: 'States in 30 days',
      query: `SELECT state, sum(page_views) AS page_views, sum(songs_played) AS songs_played, max(active_users) AS most_daily_users
FROM ${named(gold.dailyLocationMetrics)}
WHERE ${lastDays(gold.dailyLocationMetrics, 30)}
GROUP BY state
ORDER BY page_views DESC, state
LIMIT 60`,
    },
    subscriptions: {
      name: 'subscriptions',
      title: 'Subscriptions by day',
      query: `SELECT date, paid_users, upgrades, downgrades, conversion_rate
FROM ${named(gold.dailySubscriptions)}
WHERE ${lastDays(gold.dailySubscriptions, 90)}
ORDER BY date`,
    },
    conversion: {
      name: 'conversion',
      title: 'Users who upgraded after they saw the offer, in 30 days',
      query: `SELECT
  coalesce(sum(upgrade_page_users), 0) AS upgrade_page_users,
  coalesce(sum(converted_users), 0) AS converted_users,
  try_divide(sum(converted_users), sum(upgrade_page_users)) AS conversion_rate
FROM ${named(gold.dailySubscriptions)}
WHERE ${lastDays(gold.dailySubscriptions, 30)}`,
    },
    logins: {
      name: 'logins',
      title: 'Attempts to log in by hour, in 14 days',
      query: `SELECT hour, attempts, failures, failure_rate
FROM ${named(gold.hourlyLoginHealth)}
WHERE hour > (SELECT max(hour) FROM ${named(gold.hourlyLoginHealth)}) - INTERVAL 14 DAYS
ORDER BY hour`,
    },
  } as const satisfies Record<string, DashboardDataset>;
}
