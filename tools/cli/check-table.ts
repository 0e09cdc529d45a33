import type { CheckResult, CheckStatus, DataQualityReport } from '../checks/data-quality-report';
import { type Paint, type Style, shorten } from '../terminal/style';

const WIDTH = 100;
const STATUS_WIDTH = 4;
const ROWS = 'failing rows';
const SAMPLE_VALUE_WIDTH = 16;

const STYLES: Readonly<Record<CheckStatus, Style>> = {
  PASS: 'green',
  WARN: 'yellow',
  FAIL: 'red',
  INFO: 'dim',
};

/**
 * Every check by dataset with its description, its number of failing rows and a sample of them.
 *
 * Fits a terminal of 100 columns; longer texts end with … and are complete in the JSON format.
 */
export function renderCheckTable(report: DataQualityReport, paint: Paint): string {
  const nameWidth = Math.max(...report.checks.map(({ name }) => name.length));
  const lines: string[] = [ROWS.padStart(WIDTH)];
  let dataset = '';
  for (const check of report.checks) {
    if (check.dataset !== dataset) lines.push(check.dataset);
    dataset = check.dataset;
    lines.push(...checkLines(check, nameWidth, paint));
  }
  lines.push('─'.repeat(WIDTH), summary(report));
  if (report.failed + report.warned > 0) {
    lines.push('--format json has the query of all failing rows of each check.');
  }
  return `${lines.join('\n')}\n`;
}

function checkLines(check: CheckResult, nameWidth: number, paint: Paint): string[] {
  const { status, name, description, failingRows, message, sampleRows } = check;
  const troubled = status === 'FAIL' || status === 'WARN';
  const count = troubled && failingRows !== null ? failingRows.toLocaleString('en-US') : '';
  const margin = 2 + STATUS_WIDTH + 2;
  const textWidth = WIDTH - margin - nameWidth - 2 - Math.max(count.length, 1) - 1;
  const text = shorten(status === 'INFO' ? (message ?? description) : description, textWidth);
  const line = `${name.padEnd(nameWidth)}  ${text.padEnd(textWidth)} ${count}`.trimEnd();
  return [
    `  ${paint(STYLES[status], status)}  ${line}`,
    ...(troubled && message !== null ? [message] : [])
      .concat(sampleRows.map((row) => sample(row, WIDTH - margin)))
      .map((detail) => `${' '.repeat(margin)}${shorten(detail, WIDTH - margin)}`),
  ];
}

/** A sample row; long values are shortened so that all columns fit. */
function sample(row: CheckResult['sampleRows'][number], width: number): string {
  const whole = JSON.stringify(row);
  if (whole.length <= width) return whole;
  return JSON.stringify(row, (_column, value) =>
    typeof value === 'string' ? shorten(value, SAMPLE_VALUE_WIDTH) : value,
  );
}

function summary({ tables, checks, passed, warned, failed, informed }: DataQualityReport): string {
  const datasets = new Set(checks.map(({ dataset }) => dataset)).size;
  const counts = [
    `${passed} passed`,
    ...(warned > 0 ? [`${warned} warned`] : []),
    ...(informed > 0 ? [`${informed} informational`] : []),
    `${failed} failed`,
  ];
  const all = `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}`;
  return `${all} of ${datasets} ${tables} ${datasets === 1 ? 'table' : 'tables'}: ${counts.join(', ')}`;
}
