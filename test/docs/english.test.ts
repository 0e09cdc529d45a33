import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PROJECT = path.resolve(__dirname, '..', '..');
const PRODUCT = [
  'constructs',
  'environments',
  'notebooks',
  'tools',
  'docs',
  '.github',
  'README.md',
  'CONTRIBUTING.md',
  'main.ts',
];

/** Phrases that were translated, not written, and what a native speaker writes instead. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bone row an? \w+/i, 'one row per …'],
  [/\brow an? \w+ an? \w+/i, 'row per … per …'],
  [/\bturn(s|ed)? away\b/i, 'dropped, rejected or quarantined'],
  [/\b(say|says|tell|tells|told) of (itself|themselves)\b/i, 'declares, reports'],
  [/\bcomes? from outside\b|\bchanges? from outside\b/i, 'drift, out-of-band change'],
  [/\bis nobody yet\b/i, 'has no user ID yet'],
  [/\blast words\b/i, 'the end of its log'],
  [/\b(computed?s?|created?s?|starts?|started) anew\b/i, 'recomputed, created again'],
  [/\bmust be there\b/i, 'must exist'],
  [/\b(all that is|everything) behind\b/i, 'everything downstream'],
  [/\bwhich is none\b/i, 'missing, invalid, does not exist'],
  [/\bis there (already|twice)\b/i, 'already exists, is used twice'],
  [/\bwhose place it takes\b/i, 'that it replaces'],
  [/\bheld to\b/i, 'checked against'],
  [/\bexchange the two\b/i, 'swap the two'],
  [/\btells? one \w+ from another\b/i, 'identifies'],
  [/\bfrom where on\b/i, 'threshold, when'],
  [/\b(is|are|be) told\b/i, 'is reported'],
  [/\bwhich is no\b/i, 'is not a'],
  [/\banother one\b/i, 'a different …'],
  [/\bafresh\b|\banew\b/i, 'from scratch, again'],
  [/\bcomes? again\b/i, 'is read again, returns, is repeated'],
  [/\bin the words of\b/i, 'as … names it'],
  [/\b(says?|hears?) of\b/i, 'declares, learns about'],
];

const files = execFileSync('git', ['ls-files', ...PRODUCT], { cwd: PROJECT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(ts|mjs|py|sql|md|yml|json|html|css)$/.test(file))
  .filter((file) => existsSync(path.join(PROJECT, file)));

it('the product has no translated phrases', () => {
  const found = files.flatMap((file) =>
    readFileSync(path.join(PROJECT, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        PHRASES.filter(([phrase]) => phrase.test(line)).map(
          ([phrase, instead]) => `${file}:${index + 1} '${phrase.exec(line)?.[0]}': write ${instead}`,
        ),
      ),
  );

  expect(found).toEqual([]);
});
