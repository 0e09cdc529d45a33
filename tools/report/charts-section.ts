import type { ChartDescription } from './chart-description';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, shareText } from './number-format';

/** A card for each chart: the page draws it; below it are its figures as a table. */
export function chartsSection(charts: readonly ChartDescription[]): Markup {
  return html`<section id="gold" aria-labelledby="gold-heading">
<h2 id="gold-heading">What gold says</h2>
${
  charts.length === 0
    ? html`<p class="calm">The gold tables hold no rows yet.</p>`
    : html`<div class="charts">${charts.map(card)}</div>`
}
</section>`;
}

function card(chart: ChartDescription): Markup {
  const { id, title, meaning, dataset } = chart;
  return html`<figure class="chart" aria-labelledby="chart-${id}-title">
<figcaption><h3 id="chart-${id}-title">${title}</h3>
<p>${meaning} ${datasetLink(dataset)}</p></figcaption>
<div class="canvas"><canvas id="chart-${id}" role="img" aria-label="${title}: ${meaning} The figures are in the table below."></canvas></div>
<details><summary>Figures<span class="hidden"> of ${title}</span></summary>${figuresTable(chart)}</details>
</figure>`;
}

function figuresTable({ title, labelName, labels, series, areShares }: ChartDescription): Markup {
  const text = (value: number | null | undefined) => {
    if (value === null || value === undefined) return '–';
    return areShares ? shareText(value, 1) : countText(value);
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Figures of ${title}"><table>
<thead><tr><th scope="col">${labelName}</th>${series.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${labels.map(
    (label, index) =>
      html`<tr><th scope="row">${label}</th>${series.map(({ values }) => html`<td class="number">${text(values[index])}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
