import { describeKind, isStored } from '../artefacts/dataset-kind';
import { layersOf } from '../artefacts/manifest';
import { dataTable, numberCell, numberHeading } from './data-table';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, durationText, sizeText } from './number-format';
import type { DatasetReport, RunReport } from './run-report';
import { flowStatusBadge } from './status-badge';

/** One row per dataset with its size and the outcome of the last update, and filters for the rows. */
export function datasetsSection({ datasets, manifest }: RunReport): Markup {
  const layers = layersOf(manifest);
  const kinds = [...new Set(datasets.map(kindName))];
  return html`<section id="datasets" aria-labelledby="datasets-heading">
<h2 id="datasets-heading">Datasets</h2>
<p class="lead">Current row counts and the outcome of the last update. Rejected rows are totals over all updates in this report.</p>
<div class="filters" role="search" aria-label="Datasets">
<label>Name or column <input type="search" name="text"></label>
${choice('Layer', 'layer', layers)}
${choice('Kind', 'kind', kinds)}
<label class="check"><input type="checkbox" name="rejected"> with rejected rows</label>
<output>${datasets.length} of ${datasets.length} datasets</output>
</div>
${dataTable(
  'Table of datasets',
  [
    ...['Dataset', 'Layer', 'Kind', numberHeading('Rows'), numberHeading('Rejected'), 'Last update'],
    ...['Written', 'Took', 'Size'].map(numberHeading),
  ],
  datasets.map(row),
)}
</section>`;
}

function choice(label: string, name: string, values: readonly string[]): Markup {
  return html`<label>${label} <select name="${name}"><option value="">all</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>`;
}

function row(report: DatasetReport): Markup {
  const { dataset, table, flows, rowsDropped } = report;
  const { name, layer, columns } = dataset;
  const flow = flows.at(-1);
  const outcome =
    flow === undefined
      ? html`<span class="muted">${isStored(dataset) ? 'not run' : 'when read'}</span>`
      : flowStatusBadge(flow.status);
  const text = [name, ...columns.map((column) => column.name)].join(' ').toLowerCase();
  return html`<tr data-text="${text}" data-layer="${layer}" data-kind="${kindName(report)}" data-rejected="${String(rowsDropped > 0)}"><th scope="row">${datasetLink(name)}</th>
<td><span class="swatch layer-${layer}"></span>${layer}</td><td>${kindName(report)}</td>${numberCell(table?.rows, countText)}
${numberCell(rowsDropped, countText, rowsDropped > 0 ? ' failed' : ' muted')}<td>${outcome}</td>
${numberCell(flow?.rowsWritten, countText)}${numberCell(flow?.seconds, durationText)}${numberCell(table?.bytes, sizeText)}</tr>`;
}

function kindName({ dataset }: DatasetReport): string {
  return dataset.quarantineOf === undefined ? describeKind(dataset) : 'quarantine';
}
