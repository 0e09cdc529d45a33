import { describeKind, isStored } from '../artefacts/dataset-kind';
import { layersOf } from '../artefacts/manifest';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, durationText, sizeText } from './number-format';
import type { DatasetReport, RunReport } from './run-report';
import { flowStatusBadge } from './status-badge';

/** Every dataset in a row: what it holds, and what the last update did to it. */
export function datasetsSection({ datasets, manifest }: RunReport): Markup {
  const layers = layersOf(manifest);
  return html`<section id="datasets" aria-labelledby="datasets-heading">
<h2 id="datasets-heading">Datasets</h2>
<p class="lead">Rows as they are now, and what the last update did. Rows dropped are of all updates in this report.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Table of datasets"><table>
<thead><tr><th scope="col">Dataset</th><th scope="col" class="number">Rows now</th><th scope="col" class="number">Dropped</th><th scope="col">Last update</th><th scope="col" class="number">Written</th><th scope="col" class="number">Took</th><th scope="col" class="number">Size</th><th scope="col">Kind</th></tr></thead>
${layers.map(
  (
    layer,
  ) => html`<tbody><tr class="layer"><th scope="rowgroup" colspan="8"><span class="swatch layer-${layer}"></span>${layer}</th></tr>
${datasets.filter(({ dataset }) => dataset.layer === layer).map(row)}</tbody>`,
)}</table></div>
</section>`;
}

function row({ dataset, table, flows, rowsDropped }: DatasetReport): Markup {
  const { name, quarantineOf } = dataset;
  const flow = flows.at(-1);
  const outcome =
    flow === undefined
      ? html`<span class="muted">${isStored(dataset) ? 'not run' : 'when read'}</span>`
      : flowStatusBadge(flow.status);
  return html`<tr><th scope="row">${datasetLink(name)}</th><td class="number">${countText(table?.rows)}</td>
<td class="number${rowsDropped > 0 ? ' failed' : ''}">${rowsDropped > 0 ? countText(rowsDropped) : ''}</td><td>${outcome}</td>
<td class="number">${flow === undefined ? '' : countText(flow.rowsWritten)}</td><td class="number">${flow?.seconds === undefined ? '' : durationText(flow.seconds)}</td>
<td class="number">${table === undefined ? '–' : sizeText(table.bytes)}</td><td>${quarantineOf === undefined ? describeKind(dataset) : 'quarantine'}</td></tr>`;
}
