import { isStored } from '../artefacts/dataset-kind';
import type { LineageGraph, LineageNode } from '../lineage/lineage-graph';
import { datasetName } from './dataset-name';
import { type LineageLayer, lineageLayers } from './lineage-columns';
import { html, type Markup } from './markup';
import { countText } from './number-format';
import type { DatasetReport } from './run-report';

/** The lineage graph and a panel for the selected dataset. The page's script draws the edges. */
export function lineageSection(
  graph: LineageGraph,
  datasets: readonly DatasetReport[],
  panels: readonly Markup[],
): Markup {
  const byName = new Map(datasets.map((report) => [report.dataset.name, report] as const));
  // A quarantine is drawn with its table.
  const nodes = graph.nodes.filter(({ id }) => byName.get(id)?.dataset.quarantineOf === undefined);
  const layers = lineageLayers(nodes, graph.edges);
  return html`<section id="lineage" aria-labelledby="lineage-heading">
<h2 id="lineage-heading">Lineage</h2>
<p class="lead">From the Kafka topics on the left to gold on the right. Select a dataset to see its columns, rules, code, rows and updates:
click it, or move to it with Tab or the arrow keys and press Enter. <a class="skip" href="#gold">Skip the graph</a></p>
<div class="lineage">
<div class="graph">
<div class="layers" role="region" aria-label="Lineage graph" tabindex="0">
<svg class="edges" aria-hidden="true">${graph.edges.map(
    ({ from, to, read }) => html`<path class="edge ${read}" data-from="${from}" data-to="${to}"/>`,
  )}</svg>
${layers.map((layer) => layerColumns(layer, byName))}
</div>
<ul class="legend" aria-label="Legend">
<li><svg width="34" height="8" aria-hidden="true"><path class="edge stream" d="M0,4H34"/></svg>reads new rows</li>
<li><svg width="34" height="8" aria-hidden="true"><path class="edge batch" d="M0,4H34"/></svg>reads all rows</li>
<li><span class="swatch layer-quarantine"></span>quarantine</li>
</ul>
</div>
<div class="panel" role="region" aria-label="Selected dataset" hidden>
${panels}
</div>
</div>
</section>`;
}

function layerColumns({ name, columns }: LineageLayer, byName: ReadonlyMap<string, DatasetReport>): Markup {
  return html`<div class="layer layer-${name}">
<h3>${name}</h3>
<div class="columns">${columns.map(
    (column) => html`<ul>${column.map((node) => html`<li>${nodeBoxes(node, byName)}</li>`)}</ul>`,
  )}</div>
</div>`;
}

function nodeBoxes({ id, name, what }: LineageNode, byName: ReadonlyMap<string, DatasetReport>): Markup {
  const report = byName.get(id);
  if (report === undefined) {
    return html`<span class="node" data-id="${id}"><span class="name">${datasetName(name)}</span> <span class="detail">${what}</span></span>`;
  }
  const { quarantine } = report.dataset;
  const quarantined = quarantine === undefined ? undefined : byName.get(quarantine);
  return html`${box(report, datasetName(name))}${
    quarantined && box(quarantined, quarantineName(quarantined.dataset.name, name), ' layer-quarantine')
  }`;
}

function box(report: DatasetReport, name: Markup, look = ''): Markup {
  const id = report.dataset.name;
  return html`<a class="node${look}" data-id="${id}" href="#dataset-${id}"><span class="name">${name}</span> <span class="detail">${rowsOf(report)}</span></a>`;
}

/** Hides the prefix shared with the box above, except from screen readers. */
function quarantineName(name: string, owner: string): Markup {
  return name.startsWith(`${owner}_`)
    ? html`<span class="hidden">${owner}_</span>${name.slice(owner.length + 1)}`
    : datasetName(name);
}

function rowsOf({ table, rowsDropped, dataset }: DatasetReport): string {
  if (table === undefined) return isStored(dataset) ? 'no table yet' : 'view';
  const rows = `${countText(table.rows)} ${table.rows === 1 ? 'row' : 'rows'}`;
  // Rows kept in a quarantine are counted there.
  return rowsDropped > 0 && dataset.quarantine === undefined
    ? `${rows}, ${countText(rowsDropped)} rejected`
    : rows;
}
