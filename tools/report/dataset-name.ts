import { html, type Markup } from './markup';

/** The name of a dataset, which may wrap after an underscore. */
export function datasetName(name: string): Markup {
  const parts = name.split(/(?<=_)/);
  return html`${parts.map((part, index) => (index === 0 ? part : html`<wbr>${part}`))}`;
}

/** The name of a dataset as a link to its panel. */
export function datasetLink(name: string): Markup {
  return html`<a href="#dataset-${name}">${datasetName(name)}</a>`;
}
