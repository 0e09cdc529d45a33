import type { ChartDescription, ChartSeries } from './chart-description';
import type { FigureRow, TablesContent } from './tables-content';

/** Cohorts whose lines can be distinguished in one chart. */
const COHORTS_SHOWN = 6;

/** A chart for each figure that there are rows of. */
export function goldCharts(figures: TablesContent['figures']): ChartDescription[] {
  const { active_users: users, top_artists: artists, subscriptions, retention } = figures;
  return [
    ...(users === undefined ? [] : [activeUsers(users)]),
    ...(artists === undefined ? [] : [topArtists(artists)]),
    ...(subscriptions === undefined ? [] : [subscriptionsByDay(subscriptions)]),
    ...(retention === undefined ? [] : [retentionOfCohorts(retention)]),
  ];
}

function activeUsers(rows: readonly FigureRow[]): ChartDescription {
  return {
    id: 'active-users',
    title: 'Active users',
    meaning: 'Users who viewed a page on the day, in the 7 and in the 30 days that end with it.',
    dataset: 'gold_daily_activity',
    kind: 'lines',
    labelName: 'Day',
    labels: texts(rows, 'date'),
    series: [
      { name: 'Monthly', values: numbers(rows, 'monthly_active_users') },
      { name: 'Weekly', values: numbers(rows, 'weekly_active_users') },
      { name: 'Daily', values: numbers(rows, 'daily_active_users') },
      { name: 'New', values: numbers(rows, 'new_users') },
    ],
  };
}

function topArtists(rows: readonly FigureRow[]): ChartDescription {
  return {
    id: 'top-artists',
    title: 'Top artists',
    meaning: 'Artists whose songs were played most, over all days.',
    dataset: 'gold_daily_artist_popularity',
    kind: 'horizontal bars',
    labelName: 'Artist',
    labels: texts(rows, 'artist'),
    series: [{ name: 'Plays', values: numbers(rows, 'plays') }],
  };
}

function subscriptionsByDay(rows: readonly FigureRow[]): ChartDescription {
  return {
    id: 'subscriptions',
    title: 'Subscriptions',
    meaning: 'Users who pay at the end of the day, and who changed between free and paid on it.',
    dataset: 'gold_daily_subscriptions',
    kind: 'bars',
    labelName: 'Day',
    labels: texts(rows, 'date'),
    series: [
      { name: 'Paid users', values: numbers(rows, 'paid_users'), isLine: true },
      { name: 'Upgrades', values: numbers(rows, 'upgrades') },
      { name: 'Downgrades', values: numbers(rows, 'downgrades') },
    ],
  };
}

function retentionOfCohorts(rows: readonly FigureRow[]): ChartDescription {
  const cohorts = [...new Set(texts(rows, 'cohort_week'))].slice(-COHORTS_SHOWN);
  const weeks = [...new Set(rows.map((row) => Number(row.weeks_since)))].sort((one, other) => one - other);
  const series = cohorts.map((cohort): ChartSeries => {
    const rates = new Map(
      rows
        .filter((row) => row.cohort_week === cohort)
        .map((row) => [Number(row.weeks_since), number(row.retention_rate)] as const),
    );
    return { name: `Week of ${cohort}`, values: weeks.map((week) => rates.get(week) ?? null) };
  });
  return {
    id: 'retention',
    title: 'Retention',
    meaning:
      'Share of the users of a first week who came again, by weeks since; the last week may not be over.',
    dataset: 'gold_weekly_retention',
    kind: 'lines',
    labelName: 'Weeks since the first',
    labels: weeks.map(String),
    series,
    areShares: true,
  };
}

function texts(rows: readonly FigureRow[], column: string): string[] {
  return rows.map((row) => String(row[column] ?? 'unknown'));
}

function numbers(rows: readonly FigureRow[], column: string): (number | null)[] {
  return rows.map((row) => number(row[column]));
}

function number(value: FigureRow[string] | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
