import { isStored } from '../artefacts/dataset-kind';
import type { LineageGraph } from '../lineage/lineage-graph';
import type { LineageLayout, PlacedEdge, PlacedNode } from './lineage-layout';
import { html, type Markup } from './markup';
import { countText } from './number-format';
import type { DatasetReport } from './run-report';

/** What stands below the name of each dataset and topic in the graph, by id: how many rows it has. */
export function lineageDetails(graph: LineageGraph, datasets: readonly DatasetReport[]): Map<string, string> {
  const byName = new Map(datasets.map((report) => [report.dataset.name, report] as const));
  return new Map(
    graph.nodes.map(({ id }) => {
      const report = byName.get(id);
      return [id, report === undefined ? 'topic of Kafka' : rowsOf(report)] as const;
    }),
  );
}

function rowsOf({ table, rowsDropped, dataset }: DatasetReport): string {
  if (table === undefined) return isStored(dataset) ? 'no table yet' : 'a view';
  const rows = `${countText(table.rows)} ${table.rows === 1 ? 'row' : 'rows'}`;
  return rowsDropped > 0 ? `${rows} · ${countText(rowsDropped)} dropped` : rows;
}

/** The lineage graph with a panel beside it that shows the dataset which is chosen. */
export function lineageSection(
  layout: LineageLayout,
  datasets: readonly DatasetReport[],
  panels: readonly Markup[],
): Markup {
  const byName = new Map(datasets.map((report) => [report.dataset.name, report] as const));
  return html`<section id="lineage" aria-labelledby="lineage-heading">
<h2 id="lineage-heading">Lineage</h2>
<p class="lead">From the topics of Kafka to gold. Choose a dataset to see its columns, rules, code, rows and timing: click it, or go to it
with Tab or the arrow keys and press Enter. Drag to move; + and − are for the size. <a class="skip" href="#gold">Skip the graph</a></p>
<div class="lineage">
<div class="graph">
<div class="graph-view" role="region" aria-label="Lineage graph" tabindex="0">
${graph(layout, byName)}
</div>
<div class="graph-foot">
${legend()}
<div class="graph-tools" role="group" aria-label="Size of the graph">
<button type="button" data-zoom="out" aria-label="Smaller">−</button>
<button type="button" data-zoom="in" aria-label="Larger">+</button>
<button type="button" data-zoom="fit">Fit</button>
</div>
</div>
</div>
<div class="panel" role="region" aria-label="Chosen dataset" hidden>
${panels}
</div>
</div>
</section>`;
}

function graph(layout: LineageLayout, byName: ReadonlyMap<string, DatasetReport>): Markup {
  const { width, height, nodes, edges } = layout;
  return html`<svg id="lineage-graph" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" data-width="${width}" data-height="${height}" role="group" aria-label="${`${nodes.length} topics and datasets; each is a link to its details`}">
<g class="edges" aria-hidden="true">${edges.map(edgePath)}</g>
${nodes.map((node) => nodeBox(node, byName.get(node.id)))}
</svg>`;
}

function edgePath({ from, to, read, path }: PlacedEdge): Markup {
  return html`<path class="edge ${read}" d="${path}" data-from="${from}" data-to="${to}"/>`;
}

function nodeBox(node: PlacedNode, report: DatasetReport | undefined): Markup {
  const { id, name, what, detail, x, y, width, height } = node;
  const [left, top] = [x - width / 2, y - height / 2];
  const isQuarantine = report?.dataset.quarantineOf !== undefined;
  const look = isQuarantine ? 'quarantine' : (node.layer ?? 'topic');
  const box = html`<rect class="box" x="${left}" y="${top}" width="${width}" height="${height}" rx="9"/>
<path class="mark" d="M${left + 9},${top}a9,9 0 0 0 -9,9v${height - 18}a9,9 0 0 0 9,9z"/>
<text x="${left + 20}" y="${y - 4}" class="name">${name}</text>
<text x="${left + 20}" y="${y + 12}" class="detail">${detail}</text>`;
  const attributes = html`class="node layer-${look}" data-id="${id}" data-x="${x}" data-y="${y}"`;
  if (report === undefined) return html`<g ${attributes}><title>${what} ${name}</title>${box}</g>`;
  return html`<a ${attributes} href="#dataset-${id}">${box}</a>`;
}

function legend(): Markup {
  return html`<ul class="legend" aria-label="Legend">
${['topic', 'raw', 'bronze', 'silver', 'gold', 'quarantine'].map((name) => html`<li><span class="swatch layer-${name}"></span>${name}</li>`)}
<li><svg width="34" height="8" aria-hidden="true"><path class="edge stream" d="M0,4H34"/></svg>reads new rows</li>
<li><svg width="34" height="8" aria-hidden="true"><path class="edge batch" d="M0,4H34"/></svg>reads all rows</li>
</ul>`;
}
