/** Simulated days: long enough to include every day of a week and of a month. */
const DAYS = 31;

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Average number of runs per day of a Quartz schedule.
 *
 * @returns undefined for unsupported expressions, such as the last Friday of a month
 * @see https://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html
 */
export function timesPerDay(cron: unknown): number | undefined {
  if (typeof cron !== 'string') return undefined;
  const fields = cron.trim().split(/\s+/);
  if (fields.length < 6 || fields.length > 7) return undefined;
  const [second, minute, hour, dayOfMonth, month, dayOfWeek, year = '*'] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string?,
  ];
  if (year !== '*') return undefined;
  const counts = [count(second, 0, 59), count(minute, 0, 59), count(hour, 0, 23)];
  const months = count(month, 1, 12);
  const days = isAny(dayOfMonth) ? undefined : count(dayOfMonth, 1, DAYS);
  const weekdays = isAny(dayOfWeek) ? undefined : count(withNumbers(dayOfWeek), 1, 7);
  if ([...counts, months].includes(undefined)) return undefined;
  if ((!isAny(dayOfMonth) && days === undefined) || (!isAny(dayOfWeek) && weekdays === undefined))
    return undefined;
  const share = (days === undefined ? 1 : days / DAYS) * (weekdays === undefined ? 1 : weekdays / 7);
  const a = counts as number[];
  return (a[0] as number) * (a[1] as number) * (a[2] as number) * share * ((months as number) / 12);
}

/** A frequency as text: `24 times a day`, `once a week`. */
export function frequencyText(times: number): string {
  if (times >= 0.95) return `${amount(times)} a day`;
  if (times * 7 >= 0.95) return `${amount(times * 7)} a week`;
  return `${amount(times * DAYS)} a month`;
}

function amount(times: number): string {
  const rounded = times >= 10 ? Math.round(times) : Math.round(times * 10) / 10;
  return rounded === 1 ? 'once' : `${rounded} times`;
}

/** Number of values that a field of a schedule matches. */
function count(field: string, least: number, most: number): number | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, range = '', , step] = /^([^/]+)(\/(\d+))?$/.exec(part) ?? [];
    const by = step === undefined ? 1 : Number(step);
    const [, from, , to] = /^(\d+)(-(\d+))?$/.exec(range) ?? [];
    const isAll = range === '*' || range === '?';
    if ((!isAll && from === undefined) || by < 1) return undefined;
    const first = isAll ? least : Number(from);
    const last = to !== undefined ? Number(to) : isAll || step !== undefined ? most : first;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values.size;
}

function isAny(field: string): boolean {
  return field === '*' || field === '?';
}

/** Weekday names as numbers from 1. */
function withNumbers(field: string): string {
  return field.replaceAll(/[A-Z]{3}/gi, (name) => {
    const index = WEEKDAYS.indexOf(name.toUpperCase());
    return index < 0 ? name : String(index + 1);
  });
}
