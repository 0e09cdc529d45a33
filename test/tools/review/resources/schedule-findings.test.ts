import type { Attributes } from '../../../../tools/review/plan/deployment';
import { frequencyText, timesPerDay } from '../../../../tools/review/resources/schedule-frequency';
import {
  deleted,
  kindsOf,
  PIPELINE,
  pipelineWith,
  tell,
  the,
  unchanged,
  updated,
} from './deployment-fixture';

const cron = (expression: string, status = 'UNPAUSED') => ({
  schedule: [{ quartz_cron_expression: expression, timezone_id: 'UTC', pause_status: status }],
});
const UPDATE = {
  task: [{ task_key: 'update', pipeline_task: [{ pipeline_id: 'p-1', full_refresh: false }] }],
};
const JOB: Attributes = { id: '123456', name: 'nightly', ...UPDATE, ...cron('0 0 4 * * ?') };

const job = (after: Attributes, before: Attributes = {}) =>
  tell([updated('databricks_job.job', { ...JOB, ...before }, after)]);

describe('a job', () => {
  it.each([
    ['paused', cron('0 0 4 * * ?', 'PAUSED'), 'schedule-stopped'],
    ['without a schedule', { schedule: [] }, 'schedule-stopped'],
    ['less often', cron('0 0 4 ? * MON'), 'schedule-stopped'],
    ['more often', cron('0 0 * * * ?'), 'cost-raised'],
    ['at another hour', cron('0 0 5 * * ?'), 'safe-change'],
    [
      'in another time zone',
      { schedule: [{ quartz_cron_expression: '0 0 4 * * ?', timezone_id: 'CET' }] },
      'safe-change',
    ],
    [
      'when a file comes',
      { schedule: [], trigger: [{ file_arrival: [{ url: 's3://x' }] }] },
      'unknown-change',
    ],
    ['on a day that cannot be counted', cron('0 0 4 L * ?'), 'unknown-change'],
  ])('%s', (_, after, kind) => {
    expect(kindsOf(job(after))).toEqual([kind]);
  });

  it.each([
    ['gets a schedule', cron('0 0 4 * * ?'), { schedule: [] }],
    ['goes on', cron('0 0 4 * * ?'), cron('0 0 4 * * ?', 'PAUSED')],
    ['stays paused', cron('0 0 5 * * ?', 'PAUSED'), cron('0 0 4 * * ?', 'PAUSED')],
  ])('is safe if it %s', (_, after, before) => {
    expect(kindsOf(job(after, before))).toEqual(['safe-change']);
  });

  it('says how much less often it runs, and how to start it', () => {
    expect(the('schedule-stopped', job(cron('0 0 4 ? * MON'))).what).toContain('once a day → once a week');
    expect(the('schedule-stopped', job({ schedule: [] })).todo?.commands).toEqual([
      'databricks jobs run-now 123456',
    ]);
  });

  it('takes the history of its runs with it, and the updates', () => {
    const finding = the('schedule-stopped', tell([deleted('databricks_job.job', JOB)]));
    expect(finding.what).toContain('its pipeline is no longer updated on a schedule');
  });
});

describe('a pipeline that no longer runs all the time', () => {
  const stopped = pipelineWith({ continuous: false }, { continuous: true });

  it('needs a job to update it', () => {
    expect(the('schedule-stopped', tell([stopped])).what).toContain('no job updates it');
  });

  it('is as old as the last run of the job that updates it', () => {
    const finding = the('schedule-stopped', tell([stopped, unchanged('databricks_job.job', JOB)]));
    expect(finding.what).toContain('`databricks_job.job` updates it, once a day');
  });
});

describe('how often a schedule fires', () => {
  it.each([
    ['0 0 * * * ?', 24],
    ['0 0/15 * * * ?', 96],
    ['0 0 4 * * ?', 1],
    ['0 0 4,16 * * ?', 2],
    ['0 0 8-18 ? * MON-FRI', (11 * 5) / 7],
    ['0 0 0 1 * ?', 1 / 31],
    ['0 0 4 L * ?', undefined],
    ['0 0 4 * *', undefined],
    [undefined, undefined],
  ])('%s: %p times a day', (expression, times) => {
    const found = timesPerDay(expression);
    if (times === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(times);
  });

  it.each([
    [24, '24 times a day'],
    [1, 'once a day'],
    [1 / 7, 'once a week'],
    [1 / 31, 'once a month'],
  ])('%d is %s', (times, text) => {
    expect(frequencyText(times)).toBe(text);
  });
});

it('leaves the schedule of a job alone whose pipeline goes', () => {
  const findings = tell([
    deleted('databricks_pipeline.pipeline', PIPELINE),
    updated('databricks_job.job', JOB, { task: [] }),
  ]);
  expect(kindsOf(findings)).toEqual(['pipeline-deleted', 'safe-change']);
});
