import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/python';
import { html, type Markup } from './markup';

/** The words that have a colour of their own in the style sheet. */
const COLOURED = tagHighlighter([
  { tag: [tags.keyword, tags.bool, tags.null], class: 'tok-keyword' },
  { tag: [tags.string, tags.special(tags.string)], class: 'tok-string' },
  { tag: tags.comment, class: 'tok-comment' },
  { tag: tags.number, class: 'tok-number' },
  {
    tag: [tags.definition(tags.function(tags.variableName)), tags.definition(tags.className)],
    class: 'tok-definition',
  },
]);

/** Python with its words marked up for colours; the text stays as it is. */
export function highlightedPython(code: string): Markup {
  const parts: Markup[] = [];
  highlightCode(
    code,
    parser.parse(code),
    COLOURED,
    (text, classes) =>
      parts.push(classes === '' ? html`${text}` : html`<span class="${classes}">${text}</span>`),
    () => parts.push(html`${'\n'}`),
  );
  return html`${parts}`;
}
