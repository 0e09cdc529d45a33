import { dataTable, numberCell, numberHeading } from './data-table';
import { html, type Markup } from './markup';
import { countText, durationText, shareText, timeText } from './number-format';
import { attention } from './points-of-attention';
import type { RunReport } from './run-report';
import { updateStatusBadge } from './status-badge';
import type { UpdateRecord } from './update-history';

/** Key metrics, points of attention, and the list of updates. */
export function overviewSection(report: RunReport): Markup {
  const { datasets, updates } = report;
  const tables = datasets.filter(({ table }) => table !== undefined);
  const messages = sum(
    datasets.filter(({ dataset }) => dataset.topic !== undefined).map(({ table }) => table?.rows),
  );
  const quarantined = sum(
    datasets.filter(({ dataset }) => dataset.quarantineOf !== undefined).map(({ table }) => table?.rows),
  );
  const last = updates.at(-1);
  return html`<section id="overview" aria-labelledby="overview-heading">
<h2 id="overview-heading">Overview</h2>
<ul class="tiles">
${tile('Messages from Kafka', countText(messages), `in ${datasets.filter(({ dataset }) => dataset.topic !== undefined).length} topics`)}
${tile('In quarantine', countText(quarantined), `${shareText(quarantined, messages)} of the messages`)}
${tile('Rows in tables', countText(sum(tables.map(({ table }) => table?.rows))), `${tables.length} tables of ${datasets.length} datasets`)}
${tile('Last update', last === undefined ? '–' : durationText(last.seconds), last === undefined ? 'none yet' : timeText(last.began))}
</ul>
${attentionList(report)}
${updates.length === 0 ? undefined : updatesTable(report)}
</section>`;
}

function tile(label: string, value: string, detail: string): Markup {
  return html`<li class="tile"><span class="label">${label}</span> <strong>${value}</strong> <span class="detail">${detail}</span></li>`;
}

function attentionList(report: RunReport): Markup {
  const sentences = attention(report);
  if (sentences.length === 0) {
    return html`<p class="calm">Nothing needs attention: every flow of the last update succeeded, and no rule exceeded its tolerated failure rate.</p>`;
  }
  return html`<div class="attention"><h3>What needs attention</h3><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul></div>`;
}

function updatesTable({ updates, datasets }: RunReport): Markup {
  const topics = datasets.flatMap(({ dataset }) => (dataset.topic === undefined ? [] : [dataset.name]));
  const read = ({ flows }: UpdateRecord) => sum(topics.map((name) => flows.get(name)?.rowsWritten));
  const dropped = ({ flows }: UpdateRecord) => sum([...flows.values()].map(({ rowsDropped }) => rowsDropped));
  const rows = [...updates]
    .reverse()
    .map(
      (update) =>
        html`<tr><th scope="row">${update.number}${refreshed(update)}</th><td>${timeText(update.began)}</td><td>${updateStatusBadge(update.failed)}</td>${numberCell(read(update), countText)}${numberCell(dropped(update), countText)}${numberCell(update.seconds, durationText)}</tr>`,
    );
  const headings = [
    ...['Update', 'Began', 'Outcome'],
    ...['New messages', 'Rejected rows', 'Time'].map(numberHeading),
  ];
  return html`<h3>Updates</h3>
${dataTable('Table of updates', headings, rows)}`;
}

function refreshed({ fullRefresh }: UpdateRecord): Markup | undefined {
  if (fullRefresh.length === 0) return undefined;
  return html` <span class="muted">full refresh of ${fullRefresh === 'all' ? 'all datasets' : fullRefresh.join(', ')}</span>`;
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}
