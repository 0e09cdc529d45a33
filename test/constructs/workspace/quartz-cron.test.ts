import { cronProblem, timeZoneProblem } from '../../../constructs/workspace/quartz-cron';

describe('a schedule', () => {
  it.each([
    '0 0 6 * * ?',
    '0 0/15 * * * ?',
    '0 0 6 ? * MON-FRI',
    '0 0 6 L * ?',
    '0 0 6 ? * 6#3',
    '0 0 6 LW * ?',
    '0 5,10 6 ? JAN-MAR SUN',
    '0 0 6 * * ? 2026',
  ])("'%s' is one that Databricks takes", (cron) => {
    expect(cronProblem(cron)).toBeUndefined();
  });

  it('is told where it is a Unix expression', () => {
    expect(cronProblem('30 6 * * *')).toBe(
      "is '30 6 * * *', a Unix expression without seconds. Use a Quartz expression: '0 30 6 * * ?' is every day at 6:30.",
    );
  });

  it.each([
    ['0 0 25 * * ?', 'bigger than upper limit'],
    ['61 0 6 * * ?', 'seconds field'],
    ['0 0 6 * * *', 'daysOfMonth and daysOfWeek'],
    ['0 0 6 ? * ?', 'daysOfMonth and daysOfWeek'],
    ['0 0/0 6 * * ?', 'cannot be zero'],
    ['every day', 'expected'],
    ['0 0 6 ? * 0', 'smaller than lower limit'],
  ])("'%s' is refused with the reason, the value and the fix", (cron, reason) => {
    const problem = cronProblem(cron);

    expect(problem).toContain(`is '${cron}'`);
    expect(problem).toContain(reason);
    expect(problem).toContain("'0 30 6 * * ?' is every day at 6:30.");
  });

  it('has a time zone of the IANA list', () => {
    expect(timeZoneProblem('Europe/Berlin')).toBeUndefined();
    expect(timeZoneProblem('Berlin')).toBe(
      "is 'Berlin', which is not a time zone. Use an IANA name, such as 'Europe/Berlin' or 'UTC'.",
    );
  });
});
