import { dataTable, numberCell, numberHeading } from './data-table';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, durationText, timeText } from './number-format';
import type { RunReport } from './run-report';
import { flowStatusBadge } from './status-badge';
import type { FlowRecord, UpdateRecord } from './update-history';

/** Start and duration of each flow per update; only the last update is expanded. */
export function timingsSection({ datasets, updates }: RunReport): Markup {
  const layers = new Map(datasets.map(({ dataset }) => [dataset.name, dataset.layer] as const));
  return html`<section id="timings" aria-labelledby="timings-heading">
<h2 id="timings-heading">Timings</h2>
<p class="lead">Start and duration of each flow, from the start of its update. A flow waits for the tables it reads.</p>
${
  updates.length === 0
    ? html`<p>No update has run yet.</p>`
    : [...updates].reverse().map((update, index) => timeline(update, layers, index === 0))
}
</section>`;
}

function timeline(update: UpdateRecord, layers: ReadonlyMap<string, string>, isOpen: boolean): Markup {
  const flows = [...update.flows.values()];
  const ran = flows.filter(({ startedAfter }) => startedAfter !== undefined).sort(inOrder);
  const idle = flows.length - ran.length;
  const open = isOpen ? html` open` : undefined;
  return html`<details class="timeline"${open}><summary>Update ${update.number}, ${timeText(update.began)}: ${durationText(update.seconds)}</summary>
${
  ran.length === 0
    ? undefined
    : dataTable(
        `Flows of update ${update.number}`,
        [
          ...['Dataset', 'Outcome', ...['Rows', 'Started after', 'Took'].map(numberHeading)],
          html`<th scope="col" class="span"><span class="hidden">From start to end</span></th>`,
        ],
        ran.map((flow) => row(flow, update.seconds, layers.get(flow.dataset) ?? '')),
      )
}
${idle === 0 ? undefined : html`<p class="muted">${idle} more had no new data.</p>`}</details>`;
}

function row(flow: FlowRecord, total: number, layer: string): Markup {
  const { dataset, status, rowsWritten, startedAfter = 0, seconds = 0 } = flow;
  const percent = (part: number) => (total === 0 ? 0 : (part / total) * 100).toFixed(2);
  return html`<tr><th scope="row">${datasetLink(dataset)}</th><td>${flowStatusBadge(status)}</td>${numberCell(rowsWritten, countText)}${numberCell(startedAfter, durationText)}${numberCell(seconds, durationText)}
<td class="span"><span class="run layer-${layer}" style="margin-left:${percent(startedAfter)}%;width:${percent(seconds)}%"></span></td></tr>`;
}

function inOrder(one: FlowRecord, other: FlowRecord): number {
  return (one.startedAfter ?? 0) - (other.startedAfter ?? 0);
}
