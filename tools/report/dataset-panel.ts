import { describeKind } from '../artefacts/dataset-kind';
import type { ManifestDataset } from '../artefacts/manifest';
import { ACTIONS, conditionOf } from '../artefacts/rule-description';
import type { LineageGraph } from '../lineage/lineage-graph';
import { datasetLink, datasetName } from './dataset-name';
import { highlightedPython } from './highlighted-code';
import { html, type Markup } from './markup';
import { countText, durationText, shareText, sizeText } from './number-format';
import type { DatasetReport } from './run-report';
import { flowStatusBadge } from './status-badge';
import type { UpdateRecord } from './update-history';

/** Everything that is known of a dataset, as an article that is hidden until the dataset is chosen. */
export function datasetPanel(
  report: DatasetReport,
  updates: readonly UpdateRecord[],
  graph: LineageGraph,
): Markup {
  const { dataset, code } = report;
  const id = `dataset-${dataset.name}`;
  return html`<article id="${id}" class="dataset" aria-labelledby="${id}-name" hidden>
<button type="button" class="close" aria-label="Close">✕</button>
<p class="kicker"><span class="swatch layer-${dataset.quarantineOf === undefined ? dataset.layer : 'quarantine'}"></span>${dataset.layer} · ${describeKind(dataset)}</p>
<h3 id="${id}-name" tabindex="-1">${datasetName(dataset.name)}</h3>
<p>${dataset.comment}</p>
${facts(report, graph)}
${updatesTable(report, updates)}
${rulesTable(report)}
${columnsTable(dataset)}
${code === undefined ? undefined : codeBlock(dataset, code)}
</article>`;
}

function facts({ dataset, table, rowsDropped }: DatasetReport, graph: LineageGraph): Markup {
  const { name, primaryKey, deduplicate, cdc, topic, quarantine } = dataset;
  const rows: (readonly [string, Markup | string | undefined])[] = [
    ['Rows now', table && `${countText(table.rows)} (${sizeText(table.bytes)}, version ${table.version})`],
    ['Dropped', rowsDropped > 0 ? countText(rowsDropped) : undefined],
    ['Key', primaryKey?.join(', ')],
    ['Topic', topic],
    ['Reads', links(dataset.inputs.map((input) => input.dataset))],
    ['Is read by', links(graph.below(name).map(({ id }) => id))],
    ['Quarantine', quarantine === undefined ? undefined : links([quarantine])],
    ['Comes once', deduplicate && `by ${deduplicate.keys.join(', ')}, within ${deduplicate.within}`],
    ['Follows', cdc && `changes of ${cdc.keys.join(', ')} in the order of ${cdc.sequenceBy}`],
  ];
  return html`<dl class="facts">${rows.map(([term, value]) =>
    value === undefined ? undefined : html`<div><dt>${term}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

function links(names: readonly string[]): Markup | undefined {
  if (names.length === 0) return undefined;
  return html`${names.map((name, index) => html`${index > 0 ? ', ' : ''}${datasetLink(name)}`)}`;
}

function updatesTable({ flows }: DatasetReport, updates: readonly UpdateRecord[]): Markup | undefined {
  const known = updates.flatMap((update, index) => {
    const flow = flows[index];
    return flow === undefined ? [] : [{ update, flow }];
  });
  if (known.length === 0) return undefined;
  return html`<h4>Updates</h4>
<div class="scroll" tabindex="0" role="region" aria-label="Updates of this dataset"><table>
<thead><tr><th scope="col">Update</th><th scope="col">Outcome</th><th scope="col" class="number">Written</th><th scope="col" class="number">Dropped</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>${[...known].reverse().map(
    ({
      update,
      flow,
    }) => html`<tr><th scope="row">${update.number}</th><td>${flowStatusBadge(flow.status)}</td><td class="number">${countText(flow.rowsWritten)}</td><td class="number">${countText(flow.rowsDropped)}</td><td class="number">${durationText(flow.seconds)}</td></tr>
${[flow.message, flow.refresh].map((text) => (text === undefined ? undefined : html`<tr><td colspan="5" class="message">${text}</td></tr>`))}`,
  )}</tbody></table></div>`;
}

function rulesTable({ dataset, flows }: DatasetReport): Markup | undefined {
  if (dataset.expectations.length === 0) return undefined;
  const counts = flows.flatMap((flow) => flow?.expectations ?? []);
  return html`<h4>Rules</h4>
<ul class="rules">${dataset.expectations.map(({ name, rule, action }) => {
    const own = counts.filter((count) => count.name === name);
    const failed = own.reduce((sum, count) => sum + count.failed_records, 0);
    const all = own.reduce((sum, count) => sum + count.failed_records + count.passed_records, 0);
    return html`<li><p><strong>${name}</strong> <span class="muted">a row that breaks it ${ACTIONS[action]}</span></p>
<code>${conditionOf(rule)}</code>
<p class="${failed > 0 ? 'failed' : 'muted'}">${countText(failed)} of ${countText(all)} rows failed${failed > 0 ? ` (${shareText(failed, all)})` : ''}</p></li>`;
  })}</ul>`;
}

function columnsTable({ name, columns }: ManifestDataset): Markup {
  return html`<h4>Columns</h4>
<div class="scroll" tabindex="0" role="region" aria-label="Columns of ${name}"><table class="columns">
<thead><tr><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${columns.map(
    (column) =>
      html`<tr><th scope="row">${column.name}</th><td><code>${column.type}</code></td><td>${column.comment}${
        column.personalData ? html` <span class="badge personal">personal</span>` : undefined
      }</td></tr>`,
  )}</tbody></table></div>`;
}

function codeBlock({ name, notebook, transform, query }: ManifestDataset, code: string): Markup {
  const file = transform?.file ?? query?.file;
  const isSql = notebook.endsWith('.sql');
  return html`<details class="code"><summary>Code, as <code>${notebook}</code> has it</summary>
${file === undefined ? undefined : html`<p class="muted">Written in <code>${file}</code>${transform ? html`, function <code>${transform.function}</code>` : undefined}.</p>`}
<pre tabindex="0" role="region" aria-label="Code of ${name}"><code>${isSql ? code : highlightedPython(code)}</code></pre></details>`;
}
