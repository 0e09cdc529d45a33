import { html, Markup } from './markup';

/**
 * A table that scrolls horizontally if it is wider than the page.
 *
 * @param label name of the table for screen readers
 * @param headings text headings; use `numberHeading` for columns of numbers
 * @param look CSS class of the table; `sortable` lets readers sort its rows
 */
export function dataTable(
  label: string,
  headings: readonly (string | Markup)[],
  rows: readonly Markup[],
  look = 'sortable',
): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="${look}">
<thead><tr>${headings.map((heading) => (heading instanceof Markup ? heading : html`<th scope="col">${heading}</th>`))}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

/** The heading of a numeric column. */
export function numberHeading(text: string): Markup {
  return html`<th scope="col" class="number">${text}</th>`;
}

/** A cell with a formatted number, which sorts by the number's value. */
export function numberCell(
  value: number | null | undefined,
  text: (value: number) => string,
  look = '',
): Markup {
  return value === undefined || value === null
    ? html`<td class="number muted">–</td>`
    : html`<td class="number${look}" data-value="${value}">${text(value)}</td>`;
}
