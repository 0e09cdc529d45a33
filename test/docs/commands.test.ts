import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commanderOf } from '../../tools/cli/command';
import { COMMANDS } from '../../tools/cli/commands';

const PROJECT = path.resolve(__dirname, '..', '..');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(PROJECT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Where a command of the shell ends: at a quote, a pipe, a comment, the end of inline code or of the line. */
const SHOWN = /npx medallion ([\w<][\w-]*>?)([^`|#\n"';]*)/g;

let options: ReadonlyMap<string, readonly string[]>;
let scripts: readonly string[];
beforeAll(async () => {
  const known = await Promise.all(
    COMMANDS.map(async ({ name, load }) => {
      const command = commanderOf(await load());
      return [name, ['--help', ...command.options.map(({ long = '' }) => long)]] as const;
    }),
  );
  options = new Map(known);
  scripts = Object.keys(JSON.parse(readFileSync(path.join(PROJECT, 'package.json'), 'utf8')).scripts);
});

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(path.join(PROJECT, page), 'utf8');

  it('shows commands and options that exist', () => {
    const wrong = [...text.matchAll(SHOWN)].flatMap(([shown, name = '', words = '']) => {
      const known = options.get(name);
      if (known === undefined) return name === '<command>' ? [] : [shown];
      const unknown = (words.match(/(?<=\s)--[\w-]+/g) ?? []).filter((option) => !known.includes(option));
      return unknown.length > 0 ? [shown] : [];
    });
    const unknownScripts = [...text.matchAll(/npm run ([\w-]+)/g)].filter(
      ([, name = '']) => !scripts.includes(name),
    );

    expect([...wrong, ...unknownScripts.map(([shown]) => shown)]).toEqual([]);
  });

  it('names files of the project that exist', () => {
    const named = [
      ...text.matchAll(/`((?:constructs|environments|notebooks|test|tools|docs)\/[\w./-]+\.\w+)`/g),
    ].map(([, file = '']) => file);
    // A walk-through shows which files its reader makes.
    const made = [...text.matchAll(/^ {2}written {2}(\S+)$/gm)].map(([, file = '']) => file);
    expect(named.filter((file) => !existsSync(path.join(PROJECT, file)) && !made.includes(file))).toEqual([]);
  });
});
