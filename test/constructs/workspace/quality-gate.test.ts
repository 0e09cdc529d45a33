import {
  type Expectation,
  expectOrDrop,
  expectOrFail,
  expectOrWarn,
} from '../../../constructs/medallion/expectation';
import { QualityGate, type QualityGateProps } from '../../../constructs/workspace/quality-gate';
import { kafkaStream, materializedView, streamingTable } from '../medallion/smallest-datasets';
import { constantOf, eventLog, ruffFindings, TaskFixture } from './task-fixture';

const RULES = [
  expectOrDrop('known', 'id IS NOT NULL', { toleratedFailureRate: 0.1 }),
  expectOrWarn('recent', "seen_at > timestamp '2000-01-01'", { toleratedFailureRate: 0 }),
  expectOrDrop('short', 'length(id) < 10'),
  expectOrFail('dated', 'seen_at IS NOT NULL'),
];

/** A shop that sells; its gate is created before all datasets are there. */
function shopWith(props: Partial<QualityGateProps> = {}, expectations: readonly Expectation[] = RULES) {
  const shop = new TaskFixture();
  const orders = kafkaStream(shop.layer('raw'), 'orders');
  const gate = new QualityGate(shop.workspace, 'quality', {
    platform: shop.platform,
    directory: shop.directory,
    eventLogs: shop.eventLogs,
    ...props,
  });
  const sales = streamingTable(shop.layer('bronze'), 'sales', { orders }, { expectations });
  materializedView(shop.layer('gold'), 'metrics', { sales });
  return { shop, gate };
}

describe('the notebook of the data-quality gate', () => {
  it('knows what each rule is forgiven that says so, of datasets that came later as well', async () => {
    const notebook = await shopWith().shop.notebook('quality_gate');

    expect(constantOf(notebook, 'TOLERATED_FAILURE_RATES')).toEqual({
      orders: { no_unknown_fields: 1 },
      sales: { known: 0.1, recent: 0 },
    });
  });

  it('reads the event log of each pipeline, and states of how many rows a share is significant', async () => {
    const eventLogs = [eventLog('sales'), eventLog('reports')];
    const notebook = await shopWith({ eventLogs }).shop.notebook('quality_gate');

    expect(constantOf(notebook, 'EVENT_LOGS')).toEqual(['event_log_sales', 'event_log_reports']);
    expect(constantOf(notebook, 'MINIMUM_ROWS')).toBe(100);
    expect(constantOf(await shopWith({ minimumRows: 1 }).shop.notebook('quality_gate'), 'MINIMUM_ROWS')).toBe(
      1,
    );
  });

  it('is the same in every environment', async () => {
    const dev = await shopWith().shop.notebook('quality_gate');
    const eventLogs = [{ catalog: 'prod', schema: 'music', name: 'event_log_sales' }];
    const prod = shopWith({ eventLogs, toleratedFailureRate: 0.5, updated: eventLogs });

    expect(await prod.shop.notebook('quality_gate')).toBe(dev);
  });

  it('is formatted, and has nothing for the linter to find', async () => {
    expect(ruffFindings(await shopWith().shop.notebook('quality_gate'))).toBe('');
  });
});

describe('the task of the data-quality gate', () => {
  const RUN = {
    catalog: 'dev',
    schema: 'shop',
    job_run_id: '{{job.run_id}}',
    job_started_at: '{{job.start_time.timestamp_ms}}',
  };

  it('says where the tables are and which run it belongs to, and leaves everything else to the notebook', () => {
    const { shop, gate } = shopWith();

    expect(shop.resolve(gate.task)).toEqual({
      notebookPath: expect.stringMatching(/^\$\{databricks_notebook\.quality\.path\}$/),
      parameters: { ...RUN, updated_logs: '', continuous_logs: '' },
    });
  });

  it('says what the environment forgives, which updates the job runs, and which pipelines never end one', () => {
    const sales = { ...eventLog('sales'), continuous: true };
    const eventLogs = [sales, eventLog('reports'), eventLog('stock')];
    const updated = [eventLog('reports'), eventLog('stock')];

    expect(shopWith({ toleratedFailureRate: 0.05, eventLogs, updated }).gate.task.parameters).toEqual({
      ...RUN,
      tolerated_failure_rate: '0.05',
      updated_logs: 'event_log_reports,event_log_stock',
      continuous_logs: 'event_log_sales',
    });
    expect(shopWith({ toleratedFailureRate: 0 }).gate.task.parameters.tolerated_failure_rate).toBe('0');
  });
});

describe('a gate that cannot work', () => {
  it('because it reads no event log', async () => {
    expect(await shopWith({ eventLogs: [] }).shop.problems()).toEqual([
      'quality: eventLogs is empty. Pass the event log of each pipeline.',
    ]);
  });

  it.each([-0.01, 1.01, Number.NaN])('because the share that it forgives is %p', async (rate) => {
    expect(await shopWith({ toleratedFailureRate: rate }).shop.problems()).toEqual([
      `quality: toleratedFailureRate is ${rate}. Use a share from 0 (no row may fail) to 1 (all rows may fail).`,
    ]);
  });

  it.each([0, 1.5, -3])('because it looks at %p rows', async (minimumRows) => {
    expect(await shopWith({ minimumRows }).shop.problems()).toEqual([
      `quality: minimumRows is ${minimumRows}. Use a whole number from 1.`,
    ]);
  });

  it('because it would wait for the end of an update that never ends', async () => {
    const updated = [{ ...eventLog('sales'), continuous: true }];

    expect(await shopWith({ updated }).shop.problems()).toEqual([
      'quality: updated has event_log_sales, but an update of a continuous pipeline never ends. Remove it: everything since the previous run is judged.',
    ]);
  });

  it('because a rule that stops the update is forgiven something', async () => {
    const rule = { ...expectOrFail('dated', 'seen_at IS NOT NULL'), toleratedFailureRate: 0.1 };

    expect(await shopWith({}, [rule]).shop.problems()).toEqual([
      "quality: expectation 'dated' of sales fails the update on the first row that fails, so a toleratedFailureRate of 0.1 has no effect. Remove it, or use expectOrDrop.",
    ]);
  });
});
