import type { Construct } from 'constructs';
import {
  Dashboard,
  type DashboardPage,
  type DashboardSettings,
  number,
  percent,
  text,
  time,
} from '../workspace';
import { type MusicQueriesProps, musicQueries } from './music-queries';

/** Properties of a {@link MusicDashboard}. */
export interface MusicDashboardProps extends DashboardSettings, MusicQueriesProps {}

/** A dashboard of the service for analysts: usage, retention, music, subscriptions and logins. */
export class MusicDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: MusicDashboardProps) {
    super(scope, id, { ...props, pages: pagesOf(props), readers: 'business' });
  }
}

function pagesOf(props: MusicQueriesProps): DashboardPage[] {
  const queries = musicQueries(props);
  return [
    {
      name: 'users',
      title: 'Users',
      rows: [
        {
          height: 3,
          widgets: [
            {
              kind: 'counter',
              name: 'daily_users',
              title: 'Daily active users',
              width: 2,
              dataset: queries.yesterday,
              value: number('daily_active_users', 'Users'),
            },
            {
              kind: 'counter',
              name: 'monthly_users',
              title: 'Monthly active users',
              width: 2,
              dataset: queries.yesterday,
              value: number('monthly_active_users', 'Users'),
            },
            {
              kind: 'counter',
              name: 'stickiness',
              title: 'Stickiness (DAU / MAU)',
              width: 1,
              dataset: queries.yesterday,
              value: percent('stickiness', 'Stickiness'),
            },
            {
              kind: 'counter',
              name: 'paid_users',
              title: 'Paying users',
              width: 1,
              dataset: queries.yesterday,
              value: number('paid_users', 'Users'),
            },
          ],
        },
        {
          height: 7,
          widgets: [
            {
              kind: 'line',
              name: 'active_users',
              title: 'Active users',
              width: 3,
              dataset: queries.activity,
              x: time('date', 'Day'),
              y: [
                number('daily_active_users', 'Daily'),
                number('weekly_active_users', 'Weekly'),
                number('monthly_active_users', 'Monthly'),
              ],
            },
            {
              kind: 'bar',
              name: 'new_and_returning',
              title: 'New and returning users',
              width: 3,
              dataset: queries.activity,
              x: time('date', 'Day'),
              y: [number('new_users', 'New'), number('returning_users', 'Returning')],
            },
          ],
        },
        {
          height: 7,
          widgets: [
            {
              kind: 'bar',
              name: 'retention',
              title: 'Retention by weeks since the first visit',
              width: 3,
              dataset: queries.retention,
              x: number('weeks_since', 'Weeks'),
              y: [percent('retention_rate', 'Retained users')],
            },
            {
              kind: 'line',
              name: 'session_length',
              title: 'Median session length, in minutes',
              width: 3,
              dataset: queries.activity,
              x: time('date', 'Day'),
              y: [number('median_session_minutes', 'Minutes')],
            },
          ],
        },
      ],
    },
    {
      name: 'music',
      title: 'Music',
      rows: [
        {
          height: 6,
          widgets: [
            {
              kind: 'bar',
              name: 'plays',
              title: 'Songs played',
              width: 3,
              dataset: queries.plays,
              x: time('date', 'Day'),
              y: [number('plays', 'Songs')],
            },
            {
              kind: 'bar',
              name: 'states',
              title: 'Songs played by state, last 30 days',
              width: 3,
              dataset: queries.states,
              x: text('state', 'State'),
              y: [number('songs_played', 'Songs')],
            },
          ],
        },
        {
          height: 10,
          widgets: [
            {
              kind: 'table',
              name: 'top_songs',
              title: 'Top songs, last 30 days',
              width: 3,
              dataset: queries.topSongs,
              columns: [
                text('title', 'Song'),
                text('artist', 'Artist'),
                number('plays', 'Plays'),
                number('listening_hours', 'Hours'),
              ],
            },
            {
              kind: 'table',
              name: 'top_artists',
              title: 'Top artists, last 30 days',
              width: 3,
              dataset: queries.topArtists,
              columns: [
                text('artist', 'Artist'),
                number('plays', 'Plays'),
                number('listening_hours', 'Hours'),
              ],
            },
          ],
        },
      ],
    },
    {
      name: 'subscriptions',
      title: 'Subscriptions',
      rows: [
        {
          height: 3,
          widgets: [
            {
              kind: 'counter',
              name: 'offered',
              title: 'Upgrade page visitors, last 30 days',
              width: 2,
              dataset: queries.conversion,
              value: number('upgrade_page_users', 'Users'),
            },
            {
              kind: 'counter',
              name: 'converted',
              title: 'Upgraded on the same day',
              width: 2,
              dataset: queries.conversion,
              value: number('converted_users', 'Users'),
            },
            {
              kind: 'counter',
              name: 'conversion_rate',
              title: 'Conversion',
              width: 2,
              dataset: queries.conversion,
              value: percent('conversion_rate', 'Conversion'),
            },
          ],
        },
        {
          height: 7,
          widgets: [
            {
              kind: 'line',
              name: 'paid_users',
              title: 'Paying users',
              width: 3,
              dataset: queries.subscriptions,
              x: time('date', 'Day'),
              y: [number('paid_users', 'Users')],
            },
            {
              kind: 'bar',
              name: 'changes',
              title: 'Upgrades and downgrades',
              width: 3,
              dataset: queries.subscriptions,
              x: time('date', 'Day'),
              y: [number('upgrades', 'Upgrades'), number('downgrades', 'Downgrades')],
            },
          ],
        },
      ],
    },
    {
      name: 'logins',
      title: 'Logins',
      rows: [
        {
          height: 7,
          widgets: [
            {
              kind: 'bar',
              name: 'attempts',
              title: 'Login attempts by hour',
              width: 3,
              dataset: queries.logins,
              x: time('hour', 'Hour'),
              y: [number('attempts', 'Attempts'), number('failures', 'Failures')],
            },
            {
              kind: 'line',
              name: 'failure_rate',
              title: 'Failure rate by hour',
              width: 3,
              dataset: queries.logins,
              x: time('hour', 'Hour'),
              y: [percent('failure_rate', 'Failed')],
            },
          ],
        },
      ],
    },
  ];
}
