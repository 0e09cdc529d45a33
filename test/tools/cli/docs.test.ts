import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { docs } from '../../../tools/cli/docs';
import { DICTIONARY_FILE } from '../../../tools/docs/data-dictionary';
import { LIBRARY_FILE } from '../../../tools/docs/library-reference';
import { commandRun } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';

jest.mock('../../../tools/artefacts/synthesis', () => require('../support/in-process-synthesis'));

const run = (words: readonly string[], projectRoot: string) =>
  commandRun(docs, words, { projectRoot, state: new StateDirectory(path.join(projectRoot, '.local')) });

const project = () => {
  const root = temporaryDirectory();
  mkdirSync(path.join(root, 'docs'));
  return root;
};

describe('medallion docs', () => {
  it('writes the generated pages, and leaves current ones alone', async () => {
    const root = project();
    const said = (what: string) => `${DICTIONARY_FILE} ${what}.\n${LIBRARY_FILE} ${what}.\n`;
    expect(await run([], root)).toMatchObject({ code: 0, output: said('was written') });
    expect(readFileSync(path.join(root, DICTIONARY_FILE), 'utf8')).toContain('### gold_daily_user_metrics\n');
    expect(await run([], root)).toMatchObject({
      code: 0,
      output: said('is current'),
    });
  });

  it('names an unknown option', async () => {
    const { code, output, errors } = await run(['--chek'], project());
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain('There is no option --chek');
    expect(errors).not.toContain('    at ');
  });

  it('shows its help', async () => {
    const { code, output } = await run(['--help'], project());
    expect(code).toBe(0);
    expect(output).toContain('Usage: npx medallion docs');
  });
});
