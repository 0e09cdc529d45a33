import { attention } from '../../../tools/report/points-of-attention';
import { CONTENT, counted, EventsOf, reportOf, SOURCES } from './report-fixture';

const third = new EventsOf(3);
const attentionAfter = (...events: ReturnType<EventsOf['flow']>) =>
  attention(
    reportOf(
      { ...CONTENT, events: [...CONTENT.events, third.began(), ...events, third.ended(9)] },
      { checks: [] },
    ),
  );
const progress = (status: string, message: string, level: 'WARN' | 'ERROR') =>
  third.event(1, 'flow_progress', { status }, { dataset: 'bronze_sales', message, level });

describe('what needs attention', () => {
  it('is nothing when all flows ended well and no rule was broken too often', () =>
    expect(attention(reportOf(CONTENT, { checks: [] }))).toEqual([]));

  it('is a rule that more rows broke than it tolerates', () =>
    expect(
      attentionAfter(...third.flow('bronze_sales', 1, 2, 80, [counted('price_positive', 80, 20)])),
    ).toEqual(['bronze_sales: 20 of 100 rows (20 %) failed the rule price_positive, which tolerates 10 %.']));

  it('is not a rule that is broken just as often as it tolerates, nor one that says nothing of it', () =>
    expect(
      attentionAfter(
        ...third.flow('bronze_sales', 1, 2, 9, [counted('price_positive', 9, 1), counted('priced', 0, 10)]),
      ),
    ).toEqual([]));

  it.each([
    ['FAILED', "Flow 'bronze_sales' has FAILED: no space left", 'bronze_sales failed: no space left'],
    [
      'SKIPPED',
      "Flow 'bronze_sales' was SKIPPED: not run, because raw_sales failed",
      'bronze_sales was not computed: not run, because raw_sales failed',
    ],
    ['RUNNING', "Flow 'bronze_sales' is RUNNING.", 'bronze_sales was interrupted and is unchanged.'],
  ])('is a flow that is %s', (status, message, sentence) =>
    expect(attentionAfter(progress(status, message, 'ERROR'))).toEqual([sentence]),
  );

  it('is a warning of a flow that completed', () =>
    expect(
      attentionAfter(progress('COMPLETED', "Flow 'bronze_sales' has COMPLETED: 3 rows were late", 'WARN')),
    ).toEqual(['bronze_sales: 3 rows were late']));

  it('is a check that failed since the last update began', () => {
    expect(attention(reportOf())).toEqual([
      'bronze_sales failed the check price_plausible: price is never NULL.',
    ]);
    const checks = SOURCES.checks.map((check) => ({ ...check, checked: CONTENT.events[0]?.time ?? '' }));
    expect(attention(reportOf(CONTENT, { checks }))).toEqual([]);
  });

  it('is only what the last update did', () => {
    const fourth = new EventsOf(4);
    const events = [
      ...CONTENT.events,
      third.began(),
      progress('FAILED', '', 'ERROR'),
      third.ended(2, 'FAILED'),
    ];
    const mended = [...events, fourth.began(), ...fourth.flow('bronze_sales', 1, 2, 5), fourth.ended(3)];
    expect(attention(reportOf({ ...CONTENT, events: mended }, { checks: [] }))).toEqual([]);
  });
});
