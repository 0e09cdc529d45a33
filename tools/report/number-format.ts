/** Whole numbers, as people read them. */
export function countText(count: number | undefined): string {
  return count === undefined ? '–' : count.toLocaleString('en-US');
}

/** Seconds with one decimal; more than two minutes as minutes and seconds. */
export function durationText(seconds: number | undefined): string {
  if (seconds === undefined) return '–';
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A share as percent. A part that is not nothing is never shown as 0 %, nor one that is not all as 100 %. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.01) return '< 0.01 %';
  if (part < whole && percent > 99.99) return '> 99.99 %';
  return `${Number(percent.toFixed(2))} %`;
}

/** Bytes in the unit that gives a short number. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A time of ISO 8601 in UTC, to the second, as people read it. */
export function timeText(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}
