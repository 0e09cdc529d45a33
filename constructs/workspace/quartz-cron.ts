import cron from 'cron-validate';

/** The form of Quartz: with seconds, perhaps years, and one of the two day fields as `?`. */
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
 * Why Databricks would refuse a schedule; nothing if it would take it.
 *
 * @param at what the expression is called where it was written, such as `schedule.cron`
 * @see https://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html
 */
export function cronProblems(at: string, expression: string): string[] {
  const fields = expression.trim().split(/\s+/).length;
  const fix = "Databricks takes Quartz expressions: '0 30 6 * * ?' is every day at 6:30.";
  if (fields === 5) {
    return [`${at} is '${expression}', a Unix expression without seconds. ${fix}`];
  }
  const checked = cron(expression, {
    preset: 'default',
    override: { ...QUARTZ, useYears: fields === 7 },
  });
  if (checked.isValid()) return [];
  const reasons = [...new Set(checked.getError())].map((reason) =>
    reason.replace(/ \(Input cron: .*\)$/, ''),
  );
  return [`${at} is '${expression}': ${reasons.map(sentence).join(' ')} ${fix}`];
}

/** Why a time zone is none that Databricks knows; nothing if it is one. */
export function timeZoneProblems(at: string, timeZone: string): string[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return [];
  } catch {
    return [
      `${at} is '${timeZone}', which is no time zone. Give its IANA name, such as 'Europe/Berlin' or 'UTC'.`,
    ];
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
