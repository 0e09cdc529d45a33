import { goldCharts } from '../../../tools/report/gold-charts';
import { CONTENT } from './report-fixture';

const chartOf = (id: string) => goldCharts(CONTENT.chartRows).find((chart) => chart.id === id);

describe('charts of gold', () => {
  it('are one for each figure that there is', () => {
    expect(goldCharts(CONTENT.chartRows).map(({ id }) => id)).toEqual([
      'active-users',
      'top-artists',
      'subscriptions',
      'retention',
    ]);
    expect(goldCharts({ subscriptions: CONTENT.chartRows.subscriptions }).map(({ id }) => id)).toEqual([
      'subscriptions',
    ]);
    expect(goldCharts({})).toEqual([]);
  });

  it('show active users day by day', () =>
    expect(chartOf('active-users')).toMatchObject({
      labels: ['2026-01-01', '2026-01-02'],
      series: expect.arrayContaining([{ name: 'Daily', values: [10, 20] }]),
    }));

  it('show a line for each cohort, with a gap for weeks that have not come yet', () =>
    expect(chartOf('retention')).toMatchObject({
      areShares: true,
      labels: ['0', '1'],
      series: [
        { name: 'Week of 2025-12-29', values: [1, 0.4] },
        { name: 'Week of 2026-01-05', values: [1, null] },
      ],
    }));

  it('show the newest cohorts only, when there are many', () => {
    const retention = Array.from({ length: 9 }, (_, week) => ({
      cohort_week: `2026-02-0${week + 1}`,
      weeks_since: 0,
      retention_rate: 1,
    }));
    const [chart] = goldCharts({ retention });
    expect(chart?.series.map(({ name }) => name.slice(-2))).toEqual(['04', '05', '06', '07', '08', '09']);
  });

  it('have a value for every label', () => {
    for (const { labels, series } of goldCharts(CONTENT.chartRows)) {
      for (const { values } of series) expect(values).toHaveLength(labels.length);
    }
  });
});
