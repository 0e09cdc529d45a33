import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { dictionaryCommand } from '../../../tools/cli/dictionary-command';
import { DICTIONARY_FILE } from '../../../tools/dictionary/data-dictionary';
import { temporaryDirectory } from '../support/temporary-directory';

jest.mock('../../../tools/artefacts/synthesis', () => require('../support/in-process-synthesis'));

const run = async (commandLine: readonly string[], projectRoot: string) => {
  const written: string[] = [];
  const said: string[] = [];
  const stderr = jest
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => said.push(String(text)) > 0);
  try {
    const output = { write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
    const state = new StateDirectory(path.join(projectRoot, '.local'));
    const code = await dictionaryCommand(commandLine, { state, projectRoot, output });
    return { code, output: written.join(''), said: said.join('') };
  } finally {
    stderr.mockRestore();
  }
};

const project = () => {
  const root = temporaryDirectory();
  mkdirSync(path.join(root, 'docs'));
  return root;
};

describe('npm run dictionary', () => {
  it('writes the page, and leaves one that is as it should be', async () => {
    const root = project();
    expect(await run([], root)).toMatchObject({ code: 0, output: `${DICTIONARY_FILE} is written.\n` });
    expect(readFileSync(path.join(root, DICTIONARY_FILE), 'utf8')).toContain('### gold_daily_user_metrics\n');
    expect(await run([], root)).toMatchObject({
      code: 0,
      output: `${DICTIONARY_FILE} is as it should be.\n`,
    });
  });

  it('says that it takes no options', async () => {
    const { code, output, said } = await run(['--chek'], project());
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(said).toContain("Unknown option '--chek'");
    expect(said).not.toContain('    at ');
  });

  it('shows its help', async () => {
    const { code, output } = await run(['--help'], project());
    expect(code).toBe(0);
    expect(output).toContain('Usage: npm run dictionary');
  });
});
