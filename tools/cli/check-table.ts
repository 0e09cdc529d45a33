import type { CheckResult, CheckStatus, DataQualityReport } from '../checks/data-quality-report';

const WIDTH = 100;
const STATUS_WIDTH = 4;
const ROWS = 'failing rows';
const SAMPLE_VALUE_WIDTH = 16;

const COLOURS: Readonly<Record<CheckStatus, number>> = { PASS: 32, WARN: 33, FAIL: 31, INFO: 2 };

/**
 * Every check by dataset: what it checks and how many rows fail, with a few of them below.
 *
 * It fits a terminal of 100 columns; what is longer ends with …, and is whole in the JSON form.
 */
export function renderCheckTable(report: DataQualityReport, colours: boolean): string {
  const nameWidth = Math.max(...report.checks.map(({ name }) => name.length));
  const lines: string[] = [ROWS.padStart(WIDTH)];
  let dataset = '';
  for (const check of report.checks) {
    if (check.dataset !== dataset) lines.push(check.dataset);
    dataset = check.dataset;
    lines.push(...checkLines(check, nameWidth, colours));
  }
  lines.push('─'.repeat(WIDTH), summary(report));
  if (report.failed + report.warned > 0) {
    lines.push('--format json has the query of all failing rows of each check.');
  }
  return `${lines.join('\n')}\n`;
}

function checkLines(check: CheckResult, nameWidth: number, colours: boolean): string[] {
  const { status, name, description, failingRows, message, sampleRows } = check;
  const troubled = status === 'FAIL' || status === 'WARN';
  const count = troubled && failingRows !== null ? failingRows.toLocaleString('en-US') : '';
  const margin = 2 + STATUS_WIDTH + 2;
  const textWidth = WIDTH - margin - nameWidth - 2 - Math.max(count.length, 1) - 1;
  const text = shortened(status === 'INFO' ? (message ?? description) : description, textWidth);
  const line = `${name.padEnd(nameWidth)}  ${text.padEnd(textWidth)} ${count}`.trimEnd();
  return [
    `  ${painted(status, colours)}  ${line}`,
    ...(troubled && message !== null ? [message] : [])
      .concat(sampleRows.map((row) => sample(row, WIDTH - margin)))
      .map((detail) => `${' '.repeat(margin)}${shortened(detail, WIDTH - margin)}`),
  ];
}

/** A row; in one that is too long, long values give way so that all columns are seen. */
function sample(row: CheckResult['sampleRows'][number], width: number): string {
  const whole = JSON.stringify(row);
  if (whole.length <= width) return whole;
  return JSON.stringify(row, (_column, value) =>
    typeof value === 'string' ? shortened(value, SAMPLE_VALUE_WIDTH) : value,
  );
}

function summary({ tables, checks, passed, warned, failed, informed }: DataQualityReport): string {
  const datasets = new Set(checks.map(({ dataset }) => dataset)).size;
  const counts = [
    `${passed} passed`,
    ...(warned > 0 ? [`${warned} warned`] : []),
    ...(informed > 0 ? [`${informed} only informed`] : []),
    `${failed} failed`,
  ];
  const all = `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}`;
  return `${all} of ${datasets} ${tables} ${datasets === 1 ? 'table' : 'tables'}: ${counts.join(', ')}`;
}

function painted(status: CheckStatus, colours: boolean): string {
  return colours ? `\u001b[${COLOURS[status]}m${status}\u001b[0m` : status;
}

function shortened(text: string, width: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
