import { updateHistory } from '../../../tools/report/update-history';
import { CONTENT, counted, EventsOf } from './report-fixture';

describe('the history of updates', () => {
  it('has the updates in their order, with how long they took', () => {
    const updates = updateHistory(CONTENT.events);
    expect(updates.map(({ id, number, seconds, failed }) => [id, number, seconds, failed])).toEqual([
      ['update-1', 1, 8.5, false],
      ['update-2', 2, 4.5, false],
    ]);
  });

  it('tells when a flow ran, what it wrote and what it dropped', () => {
    expect(updateHistory(CONTENT.events)[1]?.flows.get('bronze_sales')).toEqual({
      dataset: 'bronze_sales',
      status: 'completed',
      startedAfter: 1,
      seconds: 2,
      rowsWritten: 288,
      rowsDropped: 12,
      expectations: [counted('price_positive', 288, 12), counted('priced', 300, 0)],
      message: undefined,
      warns: false,
    });
  });

  it('calls a flow that completed without a number of rows unchanged', () => {
    const update = new EventsOf(1);
    const events = [
      update.event(
        1,
        'flow_progress',
        { status: 'COMPLETED' },
        { dataset: 'raw_sales', message: "Flow 'raw_sales' has COMPLETED." },
      ),
    ];
    const flow = updateHistory(events)[0]?.flows.get('raw_sales');
    expect(flow).toMatchObject({ status: 'unchanged', rowsDropped: 0 });
    expect(flow?.seconds).toBeUndefined();
  });

  it.each([
    ['FAILED', "Flow 'raw_sales' has FAILED: no broker", 'failed', 'no broker'],
    [
      'SKIPPED',
      "Flow 'raw_sales' was SKIPPED: not run, because x failed",
      'skipped',
      'not run, because x failed',
    ],
    ['RUNNING', "Flow 'raw_sales' is RUNNING.", 'interrupted', undefined],
  ])('tells of a flow that is %s how it ended, and why', (status, message, expected, reason) => {
    const events = [new EventsOf(1).event(1, 'flow_progress', { status }, { dataset: 'raw_sales', message })];
    expect(updateHistory(events)[0]?.flows.get('raw_sales')).toMatchObject({
      status: expected,
      message: reason,
    });
  });

  it('calls an update failed that failed, and one that never ended', () => {
    const [failed, killed] = [new EventsOf(1), new EventsOf(2)];
    const updates = updateHistory([failed.began(), failed.ended(3, 'FAILED'), killed.began()]);
    expect(updates.map((update) => update.failed)).toEqual([true, true]);
  });

  it('knows what was computed from the beginning', () => {
    const [all, some] = [new EventsOf(1), new EventsOf(2)];
    const updates = updateHistory([
      all.event(0, 'create_update', { full_refresh: true, full_refresh_selection: [] }),
      some.event(0, 'create_update', { full_refresh: false, full_refresh_selection: ['bronze_sales'] }),
    ]);
    expect(updates.map(({ fullRefresh }) => fullRefresh)).toEqual(['all', ['bronze_sales']]);
  });

  it('counts on from updates that it does not have any more', () =>
    expect(updateHistory(CONTENT.events, 30).map(({ number }) => number)).toEqual([31, 32]));

  it('is empty before the first update', () => expect(updateHistory([])).toEqual([]));
});
