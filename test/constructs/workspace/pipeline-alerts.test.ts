import { expectOrDrop } from '../../../constructs/medallion/expectation';
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

  constructor(quarantine = true) {
    super();
    this.sales = streamingTable(
      this.layer('bronze'),
      'sales',
      { orders: this.orders },
      {
        quarantine,
        expectations: [
          expectOrDrop('known', 'id IS NOT NULL', { toleratedFailureRate: 0.1 }),
          expectOrDrop('dated', 'seen_at IS NOT NULL'),
        ],
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
      schedule: { cron: '0 0 * * * ?', timeZone: 'UTC' },
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
  it('tell of updates, rules, quarantines, stale tables and backlogs, each with permissions of its own', async () => {
    const shop = new Shop();
    shop.watch();

    expect((await shop.resources('alert_v2')).map(({ display_name }) => display_name).sort()).toEqual([
      'shop-test: quarantine grows',
      'shop-test: rule fails too often',
      'shop-test: stream falls behind',
      'shop-test: table is stale',
      'shop-test: update failed',
    ]);
    expect(await shop.resources('permissions')).toHaveLength(5);
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
    const query = await shop.query('rule fails too often');

    expect(query).toContain("WHEN 'sales.known' THEN 0.1D\n    ELSE 0.05D END");
  });

  it('want the tables of the last layer fresh, and no view, unless told which', async () => {
    const shop = new Shop();
    shop.watch();
    const other = new Shop();
    other.watch({ freshTables: [other.sales] });

    expect(await shop.query('table is stale')).toContain("explode(array('metrics'))");
    expect(await other.query('table is stale')).toContain("explode(array('sales'))");
  });

  it('leave out the quarantine where there is none', async () => {
    const shop = new Shop(false);

    expect(shop.watch().growingQuarantines).toBeUndefined();
    expect(await shop.resources('alert_v2')).toHaveLength(4);
  });

  it('fall back on the default for a threshold that is not given', async () => {
    const shop = new Shop();
    shop.watch({ thresholds: { lookbackHours: undefined, staleAfterHours: 3 } });

    expect(await shop.query('update failed')).toContain('INTERVAL 24 HOURS');
    expect(await shop.query('table is stale')).toContain('INTERVAL 3 HOURS');
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
