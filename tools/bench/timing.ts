/** How long something takes by the clock, in seconds. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

/** Seconds, as the tables show them. */
export function formatSeconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** How many a second, as the tables show it. */
export function formatRate(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en')} a second`;
}
