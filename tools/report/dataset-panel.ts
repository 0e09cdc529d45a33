import { describeKind } from '../artefacts/dataset-kind';
import type { ManifestColumn, ManifestDataset } from '../artefacts/manifest';
import { ACTIONS, conditionOf } from '../artefacts/rule-description';
import type { LineageGraph } from '../lineage/lineage-graph';
import type { ColumnUses } from './column-uses';
import { dataTable, numberCell, numberHeading } from './data-table';
import { datasetLink, datasetName } from './dataset-name';
import { highlightedPython } from './highlighted-code';
import { html, type Markup } from './markup';
import { countText, durationText, shareText, sizeText } from './number-format';
import type { DatasetReport } from './run-report';
import { flowStatusBadge } from './status-badge';
import type { UpdateRecord } from './update-history';

/** The details of a dataset, as an article that is hidden until the dataset is selected. */
export function datasetPanel(
  report: DatasetReport,
  updates: readonly UpdateRecord[],
  graph: LineageGraph,
  columnUses: ColumnUses,
): Markup {
  const { dataset, code } = report;
  const id = `dataset-${dataset.name}`;
  return html`<article id="${id}" class="dataset" aria-labelledby="${id}-name" hidden>
<button type="button" class="close" aria-label="Close">✕</button>
<p class="kicker"><span class="swatch layer-${dataset.quarantineOf === undefined ? dataset.layer : 'quarantine'}"></span>${dataset.layer} · ${describeKind(dataset)} · pipeline ${dataset.pipeline}</p>
<h3 id="${id}-name" tabindex="-1">${datasetName(dataset.name)}</h3>
<p>${dataset.comment}</p>
${facts(report, graph)}
${columnsList(dataset, columnUses)}
${samplesTable(report)}
${rulesTable(report)}
${updatesTable(report, updates)}
${code === undefined ? undefined : codeBlock(dataset, code)}
</article>`;
}

function facts({ dataset, table, rowsDropped }: DatasetReport, graph: LineageGraph): Markup {
  const { name, primaryKey, deduplicate, cdc, topic, quarantine } = dataset;
  const rows: (readonly [string, Markup | string | undefined])[] = [
    ['Rows', table && `${countText(table.rows)} (${sizeText(table.bytes)}, version ${table.version})`],
    ['Rejected', rowsDropped > 0 ? countText(rowsDropped) : undefined],
    ['Key', primaryKey?.join(', ')],
    ['Topic', topic],
    ['Reads', links(dataset.inputs.map((input) => input.dataset))],
    ['Read by', links(graph.below(name).map(({ id }) => id))],
    ['Quarantine', quarantine === undefined ? undefined : links([quarantine])],
    ['Deduplicated', deduplicate && `by ${deduplicate.keys.join(', ')}, within ${deduplicate.within}`],
    ['Changes', cdc && `by ${cdc.keys.join(', ')}, in the order of ${cdc.sequenceBy}`],
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
  const rows = [...known].reverse().map(
    ({
      update,
      flow,
    }) => html`<tr><th scope="row">${update.number}</th><td>${flowStatusBadge(flow.status)}</td>${numberCell(flow.rowsWritten, countText)}${numberCell(flow.rowsDropped, countText)}${numberCell(flow.seconds, durationText)}</tr>
${[flow.message, flow.refresh].map((text) => (text === undefined ? undefined : html`<tr><td colspan="5" class="message">${text}</td></tr>`))}`,
  );
  const headings = ['Update', 'Outcome', ...['Written', 'Rejected', 'Time'].map(numberHeading)];
  return html`<h4>Updates</h4>
${dataTable('Updates of this dataset', headings, rows, '')}`;
}

function rulesTable({ dataset, flows }: DatasetReport): Markup | undefined {
  if (dataset.expectations.length === 0) return undefined;
  const counts = flows.flatMap((flow) => flow?.expectations ?? []);
  return html`<h4>Rules</h4>
<ul class="entries">${dataset.expectations.map(({ name, rule, action }) => {
    const own = counts.filter((count) => count.name === name);
    const failed = own.reduce((sum, count) => sum + count.failed_records, 0);
    const all = own.reduce((sum, count) => sum + count.failed_records + count.passed_records, 0);
    return html`<li><p><strong>${name}</strong> <span class="muted">a row that fails it ${ACTIONS[action]}</span></p>
<code>${conditionOf(rule)}</code>
<p class="${failed > 0 ? 'failed' : 'muted'}">${countText(failed)} of ${countText(all)} rows failed${failed > 0 ? ` (${shareText(failed, all)})` : ''}</p></li>`;
  })}</ul>`;
}

function columnsList({ name, columns }: ManifestDataset, columnUses: ColumnUses): Markup {
  return html`<h4>Columns</h4>
<ul class="entries">${columns.map((column) => {
    const id = `${name}.${column.name}`;
    return html`<li id="dataset-${id}" tabindex="-1"><p><strong>${column.name}</strong> <span class="muted">${column.type}</span>${personal(column)}</p>
<p>${column.comment}</p>${columnUses.of(id)}</li>`;
  })}</ul>`;
}

function personal({ personalData }: ManifestColumn): Markup | undefined {
  return personalData ? html` <span class="badge personal">personal</span>` : undefined;
}

function samplesTable({ dataset, samples }: DatasetReport): Markup | undefined {
  if (samples === undefined || samples.rows.length === 0) return undefined;
  const columns = dataset.columns.filter(({ name }) => samples.columns.includes(name));
  const rows = samples.rows.map(
    (row) =>
      html`<tr>${row.map((value) => (value === null ? html`<td class="muted">NULL</td>` : html`<td>${value}</td>`))}</tr>`,
  );
  const headings = columns.map((column) => html`<th scope="col">${column.name}${personal(column)}</th>`);
  return html`<h4>Sample rows</h4>
<p class="muted">As stored, including personal data.</p>
${dataTable(`Sample rows of ${dataset.name}`, headings, rows, 'rows')}`;
}

function codeBlock({ name, notebook, transform, query }: ManifestDataset, code: string): Markup {
  const file = transform?.file ?? query?.file;
  const isSql = notebook.endsWith('.sql');
  return html`<details class="code"><summary>Code in <code>${notebook}</code></summary>
${file === undefined ? undefined : html`<p class="muted">Defined in <code>${file}</code>${transform ? html`, function <code>${transform.function}</code>` : undefined}.</p>`}
<pre tabindex="0" role="region" aria-label="Code of ${name}"><code>${isSql ? code : highlightedPython(code)}</code></pre></details>`;
}
