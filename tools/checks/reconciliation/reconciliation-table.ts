import { type Paint, shorten } from '../../terminal/style';
import type { ReconciliationCheck, ReconciliationReport } from './reconciliation-report';

const WIDTH = 100;
const MARGIN = 10;

const STYLES = { PASS: 'green', FAIL: 'red', INFO: 'dim' } as const;

/** Every pair with its checks: differing rows of all compared rows, and samples of them. */
export function renderReconciliationTable(report: ReconciliationReport, paint: Paint): string {
  const names = report.checks.map(nameOf);
  const nameWidth = Math.max(0, ...names.map(({ length }) => length));
  const lines: string[] = [];
  let pair = '';
  for (const check of report.checks) {
    const title = `${check.dataset} and ${check.original} of the original`;
    if (title !== pair) lines.push(title);
    pair = title;
    lines.push(...checkLines(check, nameWidth, paint));
  }
  for (const { dataset, original } of report.notCompared) {
    lines.push(`${dataset} was not compared: ${report.original} does not contain ${original}`);
  }
  lines.push('─'.repeat(WIDTH), summaryOf(report), `All results: ${report.results}`);
  return `${lines.join('\n')}\n`;
}

function nameOf({ check, column }: ReconciliationCheck): string {
  return column === null ? check : `${check} ${column}`;
}

function checkLines(check: ReconciliationCheck, nameWidth: number, paint: Paint): string[] {
  const { passed, message, examples } = check;
  const status = passed === null ? 'INFO' : passed ? 'PASS' : 'FAIL';
  const line = `  ${paint(STYLES[status], status)}  ${nameOf(check).padEnd(nameWidth)}  ${message ?? found(check)}`;
  if (passed !== false || examples === null) return [line];
  return [line, `${' '.repeat(MARGIN)}${shorten(examples, WIDTH - MARGIN)}`];
}

function found({ concerned, compared, tolerated }: ReconciliationCheck): string {
  if (concerned === null || compared === null) return 'could not be checked';
  const counts = `${concerned.toLocaleString('en')} of ${compared.toLocaleString('en')}`;
  return concerned === 0 || tolerated === null ? counts : `${counts}, ${percent(tolerated)} tolerated`;
}

function percent(share: number): string {
  return `${(100 * share).toLocaleString('en', { maximumFractionDigits: 2 })} %`;
}

function summaryOf({ checks, failed }: ReconciliationReport): string {
  const pairs = new Set(checks.map(({ dataset, original }) => `${dataset} ${original}`)).size;
  const [tables, all] = [pairs === 1 ? 'table' : 'tables', checks.length === 1 ? 'check' : 'checks'];
  return `${checks.length} ${all} of ${pairs} ${tables}: ${failed} failed`;
}
