import cron from 'cron-validate';

/** Options of the Quartz format: with seconds, optional years, and `?` in exactly one of the day fields. */
const QUARTZ = {
  requireAllFields: true,
  useSeconds: true,
  useAliases: true,
  useBlankDay: true,
  allowOnlyOneBlankDayField: true,
  mustHaveBlankDayField: true,
  useLastDayOfMonth: true,
  useLastDayOfWeek: true,
  useNearestWeekday: true,
  useNthWeekdayOfMonth: true,
  daysOfWeek: { lowerLimit: 1, upperLimit: 7 },
};

/**
 * Return why Databricks would reject a cron expression, to follow the name of the schedule; undefined if it is valid.
 *
 * @see https://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html
 */
export function cronProblem(expression: string): string | undefined {
  const fields = expression.trim().split(/\s+/).length;
  const fix = "Use a Quartz expression: '0 30 6 * * ?' is every day at 6:30.";
  if (fields === 5) {
    return `is '${expression}', a Unix expression without seconds. ${fix}`;
  }
  const checked = cron(expression, {
    preset: 'default',
    override: { ...QUARTZ, useYears: fields === 7 },
  });
  if (checked.isValid()) return undefined;
  const reasons = [...new Set(checked.getError())].map((reason) =>
    reason.replace(/ \(Input cron: .*\)$/, ''),
  );
  return `is '${expression}': ${reasons.map(sentence).join(' ')} ${fix}`;
}

/** Return why Databricks would reject a time zone, to follow the name of the setting; undefined if it is valid. */
export function timeZoneProblem(timeZone: string): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return undefined;
  } catch {
    return `is '${timeZone}', which is not a time zone. Use an IANA name, such as 'Europe/Berlin' or 'UTC'.`;
  }
}

/** Return problems of the schedule of a rendered resource. */
export function renderedScheduleProblems(expression: unknown, timeZone: unknown): string[] {
  const [cronIs, zoneIs] = [cronProblem(String(expression)), timeZoneProblem(String(timeZone))];
  return [...(cronIs ? [`schedule ${cronIs}`] : []), ...(zoneIs ? [`time zone ${zoneIs}`] : [])];
}

function sentence(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
