import { tableLines } from '../terminal/table';
import type { Comparison, ContenderResult } from './comparison';
import type { Work } from './work';

const GIGABYTE = 1e9;

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

/**
 * The table of the comparison: a row for the platform, and for each baseline its own values and the ratio of the
 * platform's time, and CPU time, to its. They write different numbers of tables, so it is not the time for the same result.
 */
export function renderComparison(comparison: Comparison): string {
  const { firstEvents, moreEvents, platform, baselines } = comparison;
  const first = `${firstEvents.toLocaleString('en')} events`;
  const more = `${moreEvents.toLocaleString('en')} more`;
  const values = (result: ContenderResult) => [
    result.name,
    result.tables.toLocaleString('en'),
    formatWork(result.start),
    formatWork(result.first),
    formatRate(firstEvents, result.first.seconds),
    formatWork(result.more),
    formatRate(moreEvents, result.more.seconds),
    result.peakBytes === undefined ? '' : `${(result.peakBytes / GIGABYTE).toFixed(1)} GB`,
  ];
  const ratio = (baseline: ContenderResult) => [
    '  ours / theirs, lower is better',
    '',
    '',
    formatRatio(platform.first, baseline.first),
    '',
    formatRatio(platform.more, baseline.more),
    '',
    '',
  ];
  return renderColumns([
    ['update', 'tables', 'start', first, '', more, '', 'memory'],
    values(platform),
    ...baselines.flatMap((baseline) => [values(baseline), ratio(baseline)]),
  ]);
}

function formatWork({ seconds, cpuSeconds }: Work): string {
  const cpu = cpuSeconds === undefined ? '' : `, ${cpuSeconds.toFixed(1)} CPU-s`;
  return `${formatSeconds(seconds)}${cpu}`;
}

function formatRatio(mine: Work, theirs: Work): string {
  const time = (mine.seconds / theirs.seconds).toFixed(2);
  if (mine.cpuSeconds === undefined || theirs.cpuSeconds === undefined) return time;
  return `${time}, ${(mine.cpuSeconds / theirs.cpuSeconds).toFixed(2)}`;
}

/** Rows of cells as text: the first column to the left, the others to the right. */
function renderColumns(rows: readonly (readonly string[])[]): string {
  const [first = []] = rows;
  const alignments = first.map((_cell, column) => (column === 0 ? ('left' as const) : ('right' as const)));
  return `${tableLines(rows, alignments).join('\n')}\n`;
}

/** Seconds, as the tables show them. */
export function formatSeconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** How many per second, as the tables show it. */
export function formatRate(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en')} a second`;
}
