import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT, StateDirectory } from '../../../tools/artefacts/state-directory';
import { docs } from '../../../tools/cli/docs';
import { DICTIONARY_FILE } from '../../../tools/docs/data-dictionary';
import { LIBRARY_FILE } from '../../../tools/docs/library-reference';
import { readToolchain } from '../../../tools/setup/toolchain';
import { commandRun } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';

jest.mock('../../../tools/artefacts/synthesis', () => require('../support/in-process-synthesis'));

const TABLES = 'docs/tables.md';
const COMPUTED = ['docs/scale.md', 'docs/operations.md'];
const pageWith = (section: string) => `# Tables

<!-- generated: refreshes -->
${section}<!-- end of generated part -->

Written by hand.
`;

/** The pages of this project that are computed, and a program in place of Python that prints a table of refreshes. */
const project = (python: string) => {
  const root = temporaryDirectory();
  mkdirSync(path.join(root, 'docs'));
  for (const page of COMPUTED) copyFileSync(path.join(PROJECT_ROOT, page), path.join(root, page));
  writeFileSync(path.join(root, TABLES), pageWith(''));
  writeFileSync(path.join(root, 'python'), `#!/bin/sh\n${python}\n`, { mode: 0o755 });
  return root;
};

const run = (words: readonly string[], projectRoot: string) =>
  commandRun(docs, words, {
    projectRoot,
    state: new StateDirectory(path.join(projectRoot, '.local')),
    toolchain: async () => ({ ...readToolchain(), python: path.join(projectRoot, 'python') }),
  });

describe('medallion docs', () => {
  it('writes the generated pages, and leaves current ones alone, such as those of this project', async () => {
    const root = project('echo "| $2 |"');
    const written = [DICTIONARY_FILE, LIBRARY_FILE, TABLES];
    const said = (files: readonly string[], what: string) =>
      files.map((file) => `${file} ${what}.\n`).join('');

    expect(await run([], root)).toMatchObject({
      code: 0,
      output: said(written, 'was written') + said(COMPUTED, 'is current'),
    });
    expect(readFileSync(path.join(root, DICTIONARY_FILE), 'utf8')).toContain('### gold_daily_user_metrics\n');
    expect(readFileSync(path.join(root, TABLES), 'utf8')).toBe(
      pageWith('\n| tools.docs.view_refreshes |\n\n'),
    );
    expect(await run([], root)).toMatchObject({
      code: 0,
      output: said([...written, ...COMPUTED], 'is current'),
    });
  });

  it('shows why Spark cannot analyze the functions', async () => {
    const { code, errors } = await run([], project('echo "no such column: dat" >&2\nexit 1'));
    expect(code).toBe(1);
    expect(errors).toContain('Spark cannot analyze the functions of the views:\nno such column: dat');
  });

  it('prints what an environment needs at any load, without Spark', async () => {
    const { code, output } = await run(
      ['--scale', 'staging', '--events-per-second', '500'],
      project('exit 1'),
    );

    expect(code).toBe(0);
    expect(output).toContain('m6i.xlarge with Photon, 1 to 4 workers');
    expect(output).toMatch(/^\| 500 \| \d+ kB \|/m);
  });

  it.each([
    [['--events-per-second', '500'], '--events-per-second needs --scale <environment>.'],
    [
      ['--scale', 'prod', '--events-per-second', '1k'],
      '--events-per-second 1k: expected numbers above 0, separated by commas.',
    ],
  ])('reports options that cannot work: %j', async (words, problem) => {
    const { code, errors } = await run(words, temporaryDirectory());

    expect(code).toBe(1);
    expect(errors).toContain(problem);
  });

  it('names an unknown option', async () => {
    const { code, output, errors } = await run(['--chek'], temporaryDirectory());
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain('There is no option --chek');
    expect(errors).not.toContain('    at ');
  });

  it('shows its help', async () => {
    const { code, output } = await run(['--help'], temporaryDirectory());
    expect(code).toBe(0);
    expect(output).toContain('Usage: npx medallion docs');
  });
});
