import type { Dataset } from '../medallion';
import { type DashboardDataset, quotedName } from '../workspace';
import type { MusicStreamingPlatform } from './music-streaming-platform';

/** Location of the tables that the music dashboard reads. */
export interface MusicQueriesProps {
  readonly platform: MusicStreamingPlatform;

  /** Catalog of the tables; may be a reference. */
  readonly catalog: string;

  /** Schema of the tables; may be a reference. */
  readonly schema: string;
}

/** Return the queries of the music dashboard, by name. They read gold tables and exclude the current, incomplete day. */
export function musicQueries({ platform: { gold }, catalog, schema }: MusicQueriesProps) {
  const named = ({ name }: Dataset) => quotedName({ catalog, schema, name });
  /** Return a condition for the last days in the data before today, so that old sample data is shown as well. */
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
      title: 'Last complete day',
      query: `SELECT activity.date, daily_active_users, monthly_active_users, stickiness, paid_users
FROM ${named(gold.dailyActivity)} AS activity
LEFT JOIN ${named(gold.dailySubscriptions)} AS subscriptions ON subscriptions.date = activity.date
WHERE activity.date < current_date()
ORDER BY activity.date DESC
LIMIT 1`,
    },
    retention: {
      name: 'retention',
      title: 'Retention by weeks since the first visit',
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
      title: 'Top songs, last 30 days',
      query: `SELECT title, artist, sum(plays) AS plays, round(sum(CAST(listening_seconds AS DECIMAL(18, 6))) / 3600, 1) AS listening_hours
FROM ${named(gold.dailySongPopularity)}
WHERE ${lastDays(gold.dailySongPopularity, 30)}
GROUP BY song_id, title, artist
ORDER BY plays DESC, title, artist
LIMIT 25`,
    },
    topArtists: {
      name: 'top_artists',
      title: 'Top artists, last 30 days',
      query: `SELECT artist, sum(plays) AS plays, round(sum(CAST(listening_seconds AS DECIMAL(18, 6))) / 3600, 1) AS listening_hours
FROM ${named(gold.dailyArtistPopularity)}
WHERE ${lastDays(gold.dailyArtistPopularity, 30)}
GROUP BY artist_id, artist
ORDER BY plays DESC, artist
LIMIT 25`,
    },
    states: {
      name: 'states',
      title: 'States, last 30 days',
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
      title: 'Upgrades after a visit of the Upgrade page, last 30 days',
      query: `SELECT
  coalesce(sum(upgrade_page_users), 0) AS upgrade_page_users,
  coalesce(sum(converted_users), 0) AS converted_users,
  try_divide(sum(converted_users), sum(upgrade_page_users)) AS conversion_rate
FROM ${named(gold.dailySubscriptions)}
WHERE ${lastDays(gold.dailySubscriptions, 30)}`,
    },
    logins: {
      name: 'logins',
      title: 'Login attempts by hour, last 14 days',
      query: `SELECT hour, attempts, failures, failure_rate
FROM ${named(gold.hourlyLoginHealth)}
WHERE hour > (SELECT max(hour) FROM ${named(gold.hourlyLoginHealth)}) - INTERVAL 14 DAYS
ORDER BY hour`,
    },
  } as const satisfies Record<string, DashboardDataset>;
}
