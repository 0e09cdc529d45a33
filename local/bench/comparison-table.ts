import { renderColumns } from './columns';
import type { Comparison, ContenderResult } from './comparison';
import { formatRate, formatSeconds } from './timing';

/**
 * The table of the comparison: a row for the platform, and for each baseline its own figures and the ratio of the
 * platform's time to its time. The column of tables says that it is not the time for the same result.
 */
export function renderComparison(comparison: Comparison): string {
  const { firstEvents, moreEvents, platform, baselines } = comparison;
  const first = `${firstEvents.toLocaleString('en')} events`;
  const more = `${moreEvents.toLocaleString('en')} more`;
  const figures = ({ name, tables, startSeconds, firstSeconds, moreSeconds }: ContenderResult) => [
    name,
    tables.toLocaleString('en'),
    formatSeconds(startSeconds),
    formatSeconds(firstSeconds),
    formatRate(firstEvents, firstSeconds),
    formatSeconds(moreSeconds),
    formatRate(moreEvents, moreSeconds),
  ];
  const ratio = (baseline: ContenderResult) => [
    '  ours / theirs, lower is better',
    '',
    '',
    formatRatio(platform.firstSeconds, baseline.firstSeconds),
    '',
    formatRatio(platform.moreSeconds, baseline.moreSeconds),
    '',
  ];
  return renderColumns([
    ['update', 'tables', 'start', first, '', more, ''],
    figures(platform),
    ...baselines.flatMap((baseline) => [figures(baseline), ratio(baseline)]),
  ]);
}

function formatRatio(seconds: number, otherSeconds: number): string {
  return (seconds / otherSeconds).toFixed(2);
}
