import { classHighlighter, highlightCode } from '@lezer/highlight';
import { parser } from '@lezer/python';
import { html, type Markup } from './markup';

/** Python with its words marked up for colours; the text stays as it is. */
export function highlightedPython(code: string): Markup {
  const parts: Markup[] = [];
  highlightCode(
    code,
    parser.parse(code),
    classHighlighter,
    (text, classes) =>
      parts.push(classes === '' ? html`${text}` : html`<span class="${classes}">${text}</span>`),
    () => parts.push(html`${'\n'}`),
  );
  return html`${parts}`;
}
