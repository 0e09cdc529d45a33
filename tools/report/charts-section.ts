import type { ChartDescription } from './chart-description';
import { dataTable, numberCell, numberHeading } from './data-table';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, shareText } from './number-format';

/** One card per chart: the canvas that the page draws on, and a table of its values. */
export function chartsSection(charts: readonly ChartDescription[]): Markup {
  return html`<section id="gold" aria-labelledby="gold-heading">
<h2 id="gold-heading">Gold in charts</h2>
${
  charts.length === 0
    ? html`<p class="calm">The gold tables have no rows yet.</p>`
    : html`<div class="charts">${charts.map(card)}</div>`
}
</section>`;
}

function card(chart: ChartDescription): Markup {
  const { id, title, meaning, dataset } = chart;
  return html`<figure class="chart" aria-labelledby="chart-${id}-title">
<figcaption><h3 id="chart-${id}-title">${title}</h3>
<p>${meaning} ${datasetLink(dataset)}</p></figcaption>
<div class="canvas"><canvas id="chart-${id}" role="img" aria-label="${title}: ${meaning} The values are in the table below."></canvas></div>
<details><summary>Values<span class="hidden"> of ${title}</span></summary>${valuesTable(chart)}</details>
</figure>`;
}

function valuesTable({ title, labelName, labels, series, areShares }: ChartDescription): Markup {
  const text = (value: number) => (areShares ? shareText(value, 1) : countText(value));
  return dataTable(
    `Values of ${title}`,
    [labelName, ...series.map(({ name }) => numberHeading(name))],
    labels.map(
      (label, index) =>
        html`<tr><th scope="row">${label}</th>${series.map(({ values }) => numberCell(values[index], text))}</tr>`,
    ),
  );
}
