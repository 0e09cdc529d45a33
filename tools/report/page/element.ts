/** The first element that matches a selector; throws if there is no match. */
export function element<Kind extends Element = HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (!found) throw new Error(`the page has no element '${selector}'`);
  return found;
}
