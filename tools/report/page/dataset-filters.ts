import { element } from './element';

/** Shows only the rows of the dataset table that match all filters. */
export function filterDatasets(): void {
  const filters = element('.filters');
  const rows = [...document.querySelectorAll<HTMLElement>('#datasets tbody tr')];
  const value = (name: string) => element<HTMLInputElement>(`.filters [name="${name}"]`).value;
  const apply = () => {
    const words = value('text').toLowerCase().split(/\s+/);
    const [layer, kind] = [value('layer'), value('kind')];
    const onlyRejected = element<HTMLInputElement>('.filters [name="rejected"]').checked;
    for (const row of rows) {
      const { text = '', layer: ownLayer, kind: ownKind, rejected } = row.dataset;
      row.hidden = !(
        words.every((word) => text.includes(word)) &&
        (layer === '' || layer === ownLayer) &&
        (kind === '' || kind === ownKind) &&
        (!onlyRejected || rejected === 'true')
      );
    }
    const shown = rows.filter(({ hidden }) => !hidden).length;
    element('.filters output').textContent = `${shown} of ${rows.length} datasets`;
  };
  filters.addEventListener('input', apply);
  // Browsers keep form values when a page is reloaded.
  apply();
}
