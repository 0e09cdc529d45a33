import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const PROJECT = path.resolve(__dirname, '..', '..');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(PROJECT, 'docs')).map((name) => `docs/${name}`),
];

const textOf = (page: string) =>
  readFileSync(path.join(PROJECT, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = textOf(page).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (page) => {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const own = links.filter((link) => !/^[a-z]+:/.test(link));

  it('links to files and headings that are there', () => {
    const broken = own.filter((link) => {
      const [file = '', anchor] = link.split('#', 2);
      const target = file === '' ? page : path.join(path.dirname(page), file);
      if (!existsSync(path.join(PROJECT, target))) return true;
      if (anchor === undefined) return false;
      return statSync(path.join(PROJECT, target)).isDirectory() || !anchorsOf(target).includes(anchor);
    });

    expect(broken).toEqual([]);
  });
});
