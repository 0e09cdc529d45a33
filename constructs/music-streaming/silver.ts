import { AutoCdcTable } from '../medallion/auto-cdc-table';
import { bigint, double, string, timestamp } from '../medallion/column';
import { expectOrDrop, expectOrFail } from '../medallion/expectation';
import { Layer } from '../medallion/layer';
import { MaterializedView } from '../medallion/materialized-view';
import type { MedallionPipeline } from '../medallion/medallion-pipeline';
import { PublishedView } from '../medallion/published-view';
import type { BronzeLayer } from './bronze';

/** Sessions and users: events put together, each counted once. */
export class SilverLayer extends Layer {
  readonly userSessions: MaterializedView;
  readonly userProfiles: AutoCdcTable;
  readonly activeUsers: PublishedView;

  constructor(pipeline: MedallionPipeline, bronze: BronzeLayer) {
    super(pipeline, 'silver', {
      comment: 'Sessions and users. An event that was delivered twice counts once.',
    });

    this.userSessions = new MaterializedView(this, 'silver_user_sessions', {
      comment: 'One row a session of a user, from the first to the last page view.',
      transform: 'notebooks/silver/user_sessions.py',
      inputs: { pageViews: bronze.pageViewEvents },
      columns: {
        sessionId: string('Session; with userId the key of the row'),
        userId: string('User; a session that changes hands is one session of each user'),
        page_views: bigint('Pages that were shown, songs included'),
        session_start: timestamp('Time of the first page view'),
        session_end: timestamp('Time of the last page view'),
        duration_seconds: double('From the first to the last page view, in seconds'),
      },
      expectations: [
        // A page view that does not say its session shows a profile; it must not stop everybody else's figures.
        expectOrDrop('session_present', 'sessionId IS NOT NULL'),
        expectOrFail('session_of_a_user', 'userId IS NOT NULL'),
        expectOrFail('duration_not_negative', 'duration_seconds >= 0'),
      ],
      quarantine: true,
      clusterBy: ['session_start'],
    });

    this.userProfiles = new AutoCdcTable(this, 'silver_user_profiles', {
      comment: 'One row a version of a user: how a profile was from one moment to another.',
      transform: 'notebooks/silver/user_profiles.py',
      inputs: { pageViews: bronze.pageViewEvents },
      columns: {
        userId: string('User; the key'),
        firstName: string('First name'),
        lastName: string('Last name'),
        gender: string('Gender: F or M'),
        level: string('Subscription level: free or paid'),
        city: string('City'),
        state: string('State, two letters'),
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
