import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/python';
import { html, type Markup } from './markup';

/** CSS classes for which the style sheet has a colour. */
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

/** Python code with syntax highlighting. */
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
