/** HTML that is safe to insert into a page. Only `html` creates it from text, and escapes the text. */
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

/** Invisible characters and those that change the text direction: shown as escapes instead. */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Template tag for HTML: escapes every value in text and quoted attributes, except Markup. */
export function html(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(literals.map((literal, index) => literal + written(contents[index])).join(''));
}

/** JSON that is safe inside a `<script>`: nothing in it can close the element. */
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
