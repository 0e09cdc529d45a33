import { tableLines } from '../terminal/table';
import type { Comparison, ContenderResult } from './comparison';
import type { Work } from './work';

const GIGABYTE = 1e9;

/** A row of the table of the platform's measurements. */
export interface Measurement {
  readonly what: string;
  readonly value: string;
  /** The promised upper limit, if there is one. */
  readonly promise?: string;
}

/** The table of the platform's own measurements. */
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
 * The comparison table: one row for the platform, and one per baseline with its values and the ratio of the platform's
 * time and CPU time to the baseline's. The contenders write different tables, so the results are not identical.
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

/** Rows as text: the first column left-aligned, the others right-aligned. */
function renderColumns(rows: readonly (readonly string[])[]): string {
  const [first = []] = rows;
  const alignments = first.map((_cell, column) => (column === 0 ? ('left' as const) : ('right' as const)));
  return `${tableLines(rows, alignments).join('\n')}\n`;
}

/** Formatted seconds. */
export function formatSeconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** Formatted rate per second. */
export function formatRate(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en')} per second`;
}
