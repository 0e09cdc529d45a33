import { existsSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { synthCommand } from '../../../tools/cli/synth-command';
import { temporaryDirectory } from '../support/temporary-directory';

const command = async (...words: string[]) => {
  let [output, errors] = ['', ''];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += text;
    return true;
  });
  const code = await synthCommand(words, {
    state: new StateDirectory(temporaryDirectory()),
    standardOutput: {
      write: (text: string) => {
        output += text;
        return true;
      },
    },
  });
  spy.mockRestore();
  return { code, output, errors };
};

describe('npm run synth', () => {
  it('writes the environments that are named, and says where', async () => {
    const directory = path.join(temporaryDirectory(), 'out');
    const { code, output } = await command('dev', '--output', directory);

    expect(code).toBe(0);
    expect(output).toBe(`${path.join(directory, 'stacks', 'dev', 'cdk.tf.json')}\n`);
    expect(existsSync(output.trim())).toBe(true);
  });

  it('says what is wrong, and writes nothing', async () => {
    const directory = path.join(temporaryDirectory(), 'out');
    const { code, output, errors } = await command('dve', '--output', directory);

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain("'dve'");
    expect(existsSync(path.join(directory, 'manifest.json'))).toBe(false);
  });

  it('explains itself, and says what it does not know', async () => {
    expect((await command('--help')).output).toContain('npm run synth -- [environment...] [options]');
    expect((await command('--outptu', 'x')).errors).toContain('--output');
  });
});
