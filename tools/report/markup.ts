/** HTML that may stand in a page as it is. Texts become it only through `html`, which escapes them. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = Markup | string | number | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that a browser may not show, or show in another direction than they stand: written out instead. */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A template of HTML: everything in it is escaped, in text and in quoted attributes, unless it is Markup. */
export function html(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(literals.map((literal, index) => literal + written(contents[index])).join(''));
}

/** JSON that may stand in a `<script>`: nothing in it can end the element. */
export function scriptJson(value: unknown): Markup {
  const text = JSON.stringify(value);
  return new Markup(text.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${hexadecimal(character)}`));
}

function written(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(written).join('');
  return String(content)
    .replace(INVISIBLE, (character) => `\\u${hexadecimal(character)}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function hexadecimal(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
}
