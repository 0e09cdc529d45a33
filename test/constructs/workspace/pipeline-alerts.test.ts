import type { StreamingTableProps } from '../../../constructs/medallion/datasets/streaming-table';
import { expectOrDrop } from '../../../constructs/medallion/expectation';
import type { EventLogTable } from '../../../constructs/workspace/event-log';
import { PipelineAlerts, type PipelineAlertsProps } from '../../../constructs/workspace/pipeline-alerts';
import { kafkaStream, materializedView, publishedView, streamingTable } from '../medallion/smallest-datasets';
import { ROLES } from './stack-fixture';
import { TaskFixture } from './task-fixture';

/** A shop that sells: raw orders, sales with a quarantine, and metrics with a view of them. */
class Shop extends TaskFixture {
  readonly orders = kafkaStream(this.layer('raw'), 'orders');
  readonly sales;
  readonly metrics;
  readonly latest;

  constructor(props: Partial<StreamingTableProps> = {}) {
    super();
    this.sales = streamingTable(
      this.layer('bronze'),
      'sales',
      { orders: this.orders },
      {
        quarantine: true,
        expectations: [
          expectOrDrop('known', 'id IS NOT NULL', { toleratedFailureRate: 0.1 }),
          expectOrDrop('dated', 'seen_at IS NOT NULL'),
        ],
        ...props,
      },
    );
    this.metrics = materializedView(this.layer('gold'), 'metrics', { sales: this.sales });
    this.latest = publishedView(this.layer('gold'), 'latest', [this.metrics]);
  }

  watch(props: Partial<PipelineAlertsProps> = {}): PipelineAlerts {
    return new PipelineAlerts(this.workspace, 'alerts', {
      platform: this.platform,
      eventLogs: this.eventLogs,
      namePrefix: 'shop-test',
      schedule: { cron: '0 0 * * * ?', timeZone: 'Europe/Berlin' },
      warehouseId: '0123456789abcdef',
      directory: this.directory,
      roles: ROLES,
      ...props,
    });
  }

  /** What synthesis says of the alerts, once they watch. */
  problemsOf(props: Partial<PipelineAlertsProps>): Promise<readonly string[]> {
    this.watch(props);
    return this.problems();
  }

  /** The text of a query, by the name of its alert. */
  async query(name: string): Promise<string> {
    const alerts = await this.resources('alert_v2');
    return String(alerts.find(({ display_name }) => display_name === `shop-test: ${name}`)?.query_text);
  }
}

describe('the alerts of a platform', () => {
  it('report all problems in one query, and each day late rows and notices', async () => {
    const shop = new Shop({ deduplicate: { keys: ['id'], time: 'seen_at', within: '2 days' } });
    shop.watch({ notify: [{ userEmail: 'ann@example.com' }] });

    const alerts = (await shop.resources('alert_v2')) as {
      display_name: string;
      schedule: { quartz_cron_schedule: string; timezone_id: string };
      evaluation: { notification: { retrigger_seconds: number } };
    }[];
    expect(
      alerts.map(({ display_name: name, schedule, evaluation: { notification } }) => [
        name,
        `${schedule.quartz_cron_schedule} ${schedule.timezone_id}`,
        notification.retrigger_seconds / 3600,
      ]),
    ).toEqual([
      ['shop-test: rows dropped as late', '0 30 6 * * ? Europe/Berlin', 24],
      ['shop-test: notices', '0 30 6 * * ? Europe/Berlin', 7 * 24],
      ['shop-test: problems', '0 0 * * * ? Europe/Berlin', 1],
    ]);
    expect(await shop.resources('permissions')).toHaveLength(3);
  });

  it('are triggered by whatever a query returns', async () => {
    const shop = new Shop();
    shop.watch();

    for (const { evaluation } of await shop.resources('alert_v2')) {
      expect(evaluation).toMatchObject({
        source: { name: 'value', aggregation: 'COUNT' },
        comparison_operator: 'GREATER_THAN',
        threshold: { value: { double_value: 0 } },
        empty_result_state: 'OK',
      });
    }
  });

  it('know what each rule is forgiven, and what a rule is that says nothing', async () => {
    const shop = new Shop();
    shop.watch({ thresholds: { toleratedFailureRate: 0.05 } });

    expect(await shop.query('problems')).toContain("WHEN 'sales.known' THEN 0.1D\n    ELSE 0.05D END");
  });

  it('want the tables of the last layer fresh, and no view, unless told which', async () => {
    const shop = new Shop();
    shop.watch();
    const other = new Shop();
    other.watch({ freshTables: [other.sales] });

    expect(await shop.query('problems')).toContain("explode(array('metrics'))");
    expect(await other.query('problems')).toContain("explode(array('sales'))");
  });

  it('leave out what there is none of', async () => {
    const shop = new Shop({ quarantine: false });

    expect(shop.watch().lateRows).toBeUndefined();
    expect(await shop.query('problems')).not.toContain('quarantine grows');
  });

  it('cannot compare a table that drops rows without a quarantine, because nothing tells them from late rows', () => {
    const deduplicate = { keys: ['id'], time: 'seen_at', within: '2 days' };

    expect(new Shop({ deduplicate, quarantine: false }).watch().lateRows).toBeUndefined();
  });

  it('compare a deduplicated table and its quarantine with its input over two periods', async () => {
    const shop = new Shop({ deduplicate: { keys: ['id'], time: 'seen_at', within: '2 days' } });
    shop.watch();

    const query = await shop.query('rows dropped as late');
    expect(query).toContain('FROM `dev`.`shop`.`orders` AS delivered');
    expect(query).toContain('FROM `dev`.`shop`.`sales_quarantine`');
    expect(query).toContain(">= current_timestamp() - 2 * INTERVAL '2 days'");
  });

  it('give notice of rules that tolerate every row', async () => {
    const shop = new Shop();
    shop.watch();

    expect(await shop.query('notices')).toContain("IN ('orders.no_unknown_fields')");
  });

  it('know which pipelines never complete an update', async () => {
    const shop = new Shop();
    shop.watch({ eventLogs: [{ ...shop.eventLogs[0], continuous: true } as EventLogTable] });

    expect(await shop.query('problems')).toContain('true AS continuous FROM `dev`.`shop`.`event_log_sales`');
  });

  it('fall back on the default for a threshold that is not given', async () => {
    const shop = new Shop();
    shop.watch({ thresholds: { lookbackHours: undefined, staleAfterHours: 3 } });

    expect(await shop.query('problems')).toContain('INTERVAL 24 HOURS');
    expect(await shop.query('problems')).toContain('updated_at < current_timestamp() - INTERVAL 3 HOURS');
  });
});

describe('alerts that would never tell, or tell of everything', () => {
  it.each<[PipelineAlertsProps['thresholds'], string]>([
    [{ lookbackHours: 0 }, 'thresholds.lookbackHours is 0. Use a whole number from 1 to 720.'],
    [{ staleAfterHours: 721 }, 'thresholds.staleAfterHours is 721. Use a whole number from 1 to 720.'],
    [
      { toleratedFailureRate: -0.1 },
      'thresholds.toleratedFailureRate is -0.1. Use a share from 0 (no row may fail) to 1 (all rows may fail).',
    ],
    [{ minimumRows: 0.5 }, 'thresholds.minimumRows is 0.5. Use a whole number from 1.'],
    [
      { quarantineGrowth: 0.9 },
      'thresholds.quarantineGrowth is 0.9. Use a factor of at least 1: a smaller one would report a decrease as growth.',
    ],
    [{ backlogRecords: -1 }, 'thresholds.backlogRecords is -1. Use a whole number from 1.'],
    [{ backlogBytes: 0 }, 'thresholds.backlogBytes is 0. Use a whole number from 1.'],
  ])('%j', async (thresholds, problem) => {
    expect(await new Shop().problemsOf({ thresholds })).toEqual([`alerts: ${problem}`]);
  });

  it('a view that is wanted fresh', async () => {
    const shop = new Shop();

    expect(await shop.problemsOf({ freshTables: [shop.latest] })).toEqual([
      "alerts: freshTables has 'latest', which is a view, and a view is never stale itself. Use a table that it reads.",
    ]);
  });

  it('no table that is wanted fresh', async () => {
    expect(await new Shop().problemsOf({ freshTables: [] })).toEqual([
      'alerts: freshTables is empty, so staleness cannot be monitored. Add a table, or create the alerts after the datasets.',
    ]);
  });

  it('tables that come later', async () => {
    const shop = new Shop();
    shop.watch();
    materializedView(shop.layer('gold'), 'late', { sales: shop.sales });

    expect(await shop.problems()).toEqual([
      'alerts: datasets were added to the platform after the alerts, so they are not monitored. Create the alerts after all datasets.',
    ]);
  });
});
