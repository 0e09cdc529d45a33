import { renderColumns } from './columns';

/** A row of the bench's first table. */
export interface Measurement {
  readonly what: string;
  readonly value: string;
  /** What it must not exceed, where there is a promise. */
  readonly promise?: string;
}

/** The table of what was measured of the platform alone. */
export function renderMeasurements(measurements: readonly Measurement[], processors: number): string {
  return renderColumns([
    [`on ${processors} processors`, 'measured', 'promised'],
    ...measurements.map(({ what, value, promise }) => [
      what,
      value,
      promise === undefined ? '' : `under ${promise}`,
    ]),
  ]);
}
