import { bigint, date, double, string } from '../medallion/column';
import { expectOrFail } from '../medallion/expectation';
import { Layer } from '../medallion/layer';
import { MaterializedView } from '../medallion/materialized-view';
import type { MedallionPipeline } from '../medallion/medallion-pipeline';
import type { SilverLayer } from './silver';

/** Figures that the business reads. */
export class GoldLayer extends Layer {
  readonly dailyUserMetrics: MaterializedView;

  constructor(pipeline: MedallionPipeline, silver: SilverLayer) {
    super(pipeline, 'gold', { comment: 'Figures for analysts and dashboards. Days are UTC.' });

    this.dailyUserMetrics = new MaterializedView(this, 'gold_daily_user_metrics', {
      comment: 'One row a user a day: the sessions that began on that day.',
      transform: 'notebooks/gold/daily_user_metrics.py',
      inputs: { userSessions: silver.userSessions },
      columns: {
        date: date('UTC day on which the sessions began'),
        userId: string('User'),
        total_sessions: bigint('Sessions that began on the day'),
        total_page_views: bigint('Page views in these sessions, songs included'),
        total_duration_seconds: double('Length of these sessions together, in seconds'),
      },
      expectations: [
        expectOrFail('day_of_a_user', 'date IS NOT NULL AND userId IS NOT NULL'),
        expectOrFail('at_least_one_session', 'total_sessions >= 1'),
      ],
      clusterBy: ['date'],
    });
  }
}
