import type { RecordedCheck } from '../checks/check-record';
import type { CheckStatus } from '../checks/data-quality-report';
import { dataTable, numberCell, numberHeading } from './data-table';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, timeText } from './number-format';
import type { RunReport } from './run-report';

const LOOKS: Readonly<Record<CheckStatus, string>> = {
  PASS: 'good',
  WARN: 'bad',
  FAIL: 'bad',
  INFO: 'quiet',
};

/** The latest result of each data-quality check of the local tables, worst first; passed checks are collapsed. */
export function checksSection({ checks, updates }: RunReport): Markup {
  const of = (...statuses: CheckStatus[]) =>
    statuses.flatMap((each) => checks.filter(({ status }) => status === each));
  const [passed, others] = [of('PASS'), of('FAIL', 'WARN', 'INFO')];
  const last = updates.at(-1)?.began ?? '';
  const old = checks.filter(({ checked }) => checked < last).length;
  return html`<section id="checks" aria-labelledby="checks-heading">
<h2 id="checks-heading">Checks</h2>
${
  checks.length === 0
    ? html`<p class="calm">No check has run yet. <code>npx medallion check</code> checks keys, references, completeness and freshness of the tables; <code>npx medallion report</code> then shows the results here.</p>`
    : html`<p class="lead">${of('FAIL').length} failed, ${of('WARN').length} warned, ${passed.length} passed, ${of('INFO').length} informational${
        old === 0 ? '' : `. ${old === checks.length ? 'All' : 'Some'} of them ran before the last update`
      }.</p>`
}
${others.length === 0 ? undefined : table('Checks that did not pass', others)}
${
  passed.length === 0
    ? undefined
    : html`<details class="passed"><summary>${passed.length} of ${checks.length} checks passed</summary>
${table('Checks that passed', passed)}</details>`
}
</section>`;
}

function table(label: string, checks: readonly RecordedCheck[]): Markup {
  const headings = ['Check', 'Result', 'Dataset', 'What it checks', numberHeading('Failing rows'), 'Checked'];
  return dataTable(label, headings, checks.map(row));
}

function row({ name, dataset, status, description, message, ...check }: RecordedCheck): Markup {
  const { failingRows, sampleRows, checked } = check;
  return html`<tr><th scope="row">${name}</th><td><span class="badge ${LOOKS[status]}">${status}</span></td><td>${datasetLink(dataset)}</td>
<td class="text">${description}${message === null ? undefined : html`<br><span class="muted">${message}</span>`}${
    sampleRows.length === 0
      ? undefined
      : html`<details><summary>Sample rows</summary><pre tabindex="0" role="region" aria-label="Rows of the check ${name} of ${dataset}">${sampleRows.map((each) => JSON.stringify(each)).join('\n')}</pre></details>`
  }</td>${numberCell(failingRows, countText)}<td>${timeText(checked)}</td></tr>`;
}
