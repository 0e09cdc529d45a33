const OTHER = { ascending: 'descending', descending: 'ascending' } as const;

/** Adds sort buttons to the column headings of tables with the class `sortable`. */
export function makeTablesSortable(): void {
  for (const heading of document.querySelectorAll<HTMLTableCellElement>('.sortable thead th:not(.span)')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => sort(heading));
  }
}

/** Sorts numbers descending and text ascending; a second click reverses the order. */
function sort(by: HTMLTableCellElement): void {
  const body = by.closest('table')?.tBodies[0];
  const isNumber = by.classList.contains('number');
  const first = isNumber ? 'descending' : 'ascending';
  const order = by.ariaSort === first ? OTHER[first] : first;
  for (const heading of by.parentElement?.children ?? []) heading.removeAttribute('aria-sort');
  by.setAttribute('aria-sort', order);
  const sign = order === 'ascending' ? 1 : -1;
  const compare = (one?: HTMLElement, other?: HTMLElement): number => {
    const [left, right] = [one, other].map((cell) => (isNumber ? cell?.dataset.value : cell?.textContent));
    // Empty cells are last in either order.
    if (left == null || right == null) return Number(left == null) - Number(right == null);
    const difference = isNumber
      ? Number(left) - Number(right)
      : left.localeCompare(right, 'en', { numeric: true });
    return sign * difference;
  };
  const rows = [...(body?.rows ?? [])];
  body?.append(...rows.sort((one, other) => compare(one.cells[by.cellIndex], other.cells[by.cellIndex])));
}
