import { UserError } from '../terminal/user-error';

/** A generated part of a page: between `<!-- generated: <words> -->` and `<!-- end of generated part -->`. */
const SECTION = /(<!-- generated: ([^>]+?) -->\n)[\s\S]*?(<!-- end of generated part -->)/g;

/**
 * Renew the generated parts of a page.
 *
 * @param render returns the Markdown for the words of a part; undefined if there is no such part
 * @throws UserError if a part is unknown
 */
export function withGeneratedSections(
  page: string,
  file: string,
  render: (words: readonly string[]) => string | undefined,
): string {
  return page.replace(SECTION, (_, begin: string, name: string, end: string) => {
    const text = render(name.split(' '));
    if (text === undefined) throw new UserError(`${file} asks for '${name}', which cannot be generated.`);
    return `${begin}\n${text}\n\n${end}`;
  });
}
